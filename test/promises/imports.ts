import { dirname, join } from 'node:path'
import type { Source } from './sources.ts'

export interface Import {
  from: string
  to: string
}

/** The floors of the house, from the roof down; a file or folder of src stands on exactly one. */
const floors = [
  ['main.ts'],
  ['app.ts'],
  ['demo', 'commands'],
  ['start.ts'],
  ['work.ts'],
  ['services.ts'],
  ['tickets', 'help', 'account', 'desk', 'sign-in', 'home', 'mail-in'],
  ['notifications', 'attachments', 'activity', 'drafts'],
  ['web', 'jobs'],
  ['preferences'],
  ['db'],
  ['config.ts', 'languages.ts', 'compile-cache.js'],
]
const features = floors.slice(6, 8).flat()

export function importsOf(files: Source[]): Import[] {
  return files
    .flatMap(({ path, text }) => [...text.matchAll(/\b(?:from|import)[\s(]*['"](\.[^'"]+)['"]/g)].map(([, to = '']) => ({ from: path, to: join(dirname(path), to).replaceAll('\\', '/') })))
    .filter(({ to }) => to.startsWith('src/'))
}

export function upward(imports: Import[]): string[] {
  return imports.filter(({ from, to }) => floorOf(to) < floorOf(from)).map(arrow)
}

export function pastTheDoor(imports: Import[]): string[] {
  return imports
    .filter(({ from, to }) => room(from) !== room(to) && features.includes(room(from)) && features.includes(room(to)) && !/^src\/[^/]+\/index\.ts$/.test(to))
    .map(arrow)
}

export function homeless(files: Source[]): string[] {
  return [...new Set(files.map(({ path }) => room(path)))].filter(name => floorOf(`src/${name}`) === -1)
}

/** One circle for each file that can reach itself over files not yet known to. */
export function circles(imports: Import[]): string[] {
  const next = Map.groupBy(imports, ({ from }) => from)
  const done = new Set<string>()
  const found: string[] = []
  const walk = (file: string, path: string[]) => {
    if (path.includes(file)) found.push([...path.slice(path.indexOf(file)), file].join(' → '))
    if (done.has(file) || path.includes(file)) return
    for (const { to } of next.get(file) ?? []) walk(to, [...path, file])
    done.add(file)
  }
  for (const file of next.keys()) walk(file, [])
  return found
}

function room(path: string): string {
  return path.split('/')[1] ?? ''
}

function floorOf(path: string): number {
  return floors.findIndex(floor => floor.includes(room(path)))
}

function arrow({ from, to }: Import): string {
  return `${from} imports ${to}`
}
