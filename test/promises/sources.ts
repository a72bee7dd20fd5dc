import { readdirSync, readFileSync } from 'node:fs'

export interface Source {
  path: string
  text: string
}

const written = /\.(?:ts|js|css|eta|sql)$/

/** The files below a folder that people write by hand. */
export function sources(folder: string): Source[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map(file => `${folder}/${file.replaceAll('\\', '/')}`)
    .filter(path => written.test(path))
    .sort()
    .map(path => ({ path, text: readFileSync(path, 'utf8') }))
}

/** Every line that says something, as `path:line text`. */
export function mentions(of: RegExp, among: Source[]): string[] {
  return among.flatMap(({ path, text }) => text.split('\n').flatMap((line, at) => of.test(line) ? [`${path}:${at + 1} ${line.trim()}`] : []))
}
