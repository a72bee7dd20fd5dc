type Rgb = [number, number, number]

const black: Rgb = [0, 0, 0]
const white: Rgb = [255, 255, 255]

/**
 * The company's colour as tokens. It is darkened for light pages and lightened for dark ones until
 * text in it keeps 4.5:1 (WCAG 2.2, 1.4.3) on our grounds, whatever colour was asked for.
 */
export function accentCss(colour: string | undefined): string {
  if (colour === undefined) return ''
  const asked = parse(colour)
  const light = until(asked, black, ground => contrast(ground, [245, 246, 248]) >= 4.6)
  const dark = until(asked, white, ground => contrast(ground, [38, 44, 54]) >= 4.6)
  const tokens = (accent: Rgb) => `--accent:${hex(accent)};--on-accent:${hex(contrast(accent, white) >= 4.5 ? white : black)}`
  return `:root{${tokens(light)}}@media screen and (prefers-color-scheme:dark){:root:not([data-theme=light]){${tokens(dark)}}}`
}

function until(from: Rgb, to: Rgb, enough: (colour: Rgb) => boolean): Rgb {
  for (let part = 0; part <= 1; part += 0.02) {
    const mixed = from.map((value, at) => Math.round(value + ((to[at] ?? 0) - value) * part)) as Rgb
    if (enough(mixed)) return mixed
  }
  return to
}

/** The ratio of WCAG 2.2's "contrast ratio" definition. */
export function contrast(a: Rgb, b: Rgb): number {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number]
  return (high + 0.05) / (low + 0.05)
}

function luminance(colour: Rgb): number {
  const [red, green, blue] = colour.map(value => {
    const part = value / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  }) as Rgb
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function parse(colour: string): Rgb {
  return [1, 3, 5].map(at => Number.parseInt(colour.slice(at, at + 2), 16)) as Rgb
}

function hex(colour: Rgb): string {
  return `#${colour.map(value => value.toString(16).padStart(2, '0')).join('')}`
}
