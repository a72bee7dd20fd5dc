/** Nobody reads what lies deeper, and browsers give up on it. */
export const deepest = 50

/** How deep the elements of HTML lie in each other. */
export function depthOf(html: string): number {
  let depth = 0
  let most = 0
  for (const [, slash] of html.matchAll(/<(\/?)(?!br\b|hr\b|img\b)\w/g)) {
    depth += slash === '' ? 1 : -1
    most = Math.max(most, depth)
  }
  return most
}
