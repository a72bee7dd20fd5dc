/** What a form writes over is not as its author saw it, as somebody else was quicker; nothing was written. */
export class Changed extends Error {}

/** Undefined where somebody was quicker. */
export async function unlessChanged<Result>(act: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await act()
  } catch (error) {
    if (error instanceof Changed) return undefined
    throw error
  }
}

interface Sent { form?: URLSearchParams | undefined }

/** Which version its author saw who sent this form; 0 where it does not say. */
export function seenVersion({ form }: Sent): number {
  const version = form?.get('version') ?? ''
  return /^\d{1,9}$/.test(version) ? Number(version) : 0
}

/** Throws where somebody was quicker, or what is there now does not take this. */
export function mustBeAsSeen(sent: Sent, { version }: { version: number }, allowed = true): void {
  if (version !== seenVersion(sent) || !allowed) throw new Changed()
}

/** What the author of a form saw of each field travels beside it, by name. */
export function seenFields({ form }: Sent): Record<string, string> {
  return Object.fromEntries([...form ?? []].filter(([name]) => name.startsWith('was-')).map(([name, value]) => [name.slice('was-'.length), value]))
}

/** What was typed, over what is there now: what its author did not touch is not turned back. `was` is what they saw. */
export function overNow<Typed extends object>(typed: Typed, was: Record<string, string | undefined>, now: { [Field in keyof Typed]?: string }): Typed {
  const untouched = Object.entries(now).filter(([name]) => was[name] === typed[name as keyof Typed])
  return { ...typed, ...Object.fromEntries(untouched) }
}
