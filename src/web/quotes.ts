/** Phones make curly or pointed quotes of straight ones; around a phrase they mean the same. */
export const straightQuotes = (text: string): string => text.replace(/[“”„«»]/g, '"')
