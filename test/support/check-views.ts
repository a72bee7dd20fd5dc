import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { templateCode, type TemplateCode } from './template-code.ts'

/** The generated files by name, to find the way from an error back to its template. */
export type Generated = Map<string, TemplateCode & { template: string }>

const viewTypes = 'src/web/views.ts'
const project = { extends: '../../tsconfig.json', include: ['../../src', '../../test', '.'] }
const imports = [`import type { Helpers, Layouts, Views } from '../../${viewTypes}'`]

/**
 * Writes every template as a function of its declared data into a folder beside the code, for `tsc` to read:
 * a misspelt field, a partial called with the wrong data and a sentence that does not exist fail the build.
 */
export async function generateViews(folder: string): Promise<Generated> {
  await mkdir(folder, { recursive: true })
  const names = await templateNames()
  const preamble = await declarations()
  const generated: Generated = new Map()
  const write = async (file: string, template: string, code: TemplateCode) => {
    generated.set(join(folder, file), { template, ...code })
    await writeFile(join(folder, file), code.text)
  }

  for (const name of names) {
    const head = [...preamble, `export function template(it: ${dataOf(name)}) {`]
    await write(`${name.replaceAll('/', '__')}.ts`, fileOf(name), templateCode(await readFile(fileOf(name), 'utf8'), head))
  }
  await write('every-template.ts', 'views', inventory(names))
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(project))
  return generated
}

export async function templateNames(): Promise<string[]> {
  const files = (await readdir('views', { recursive: true })).filter(file => file.endsWith('.eta'))
  return files.map(file => file.replaceAll('\\', '/').slice(0, -'.eta'.length)).sort()
}

export function fileOf(name: string): string {
  return `views/${name}.eta`
}

function dataOf(name: string): string {
  return /^layouts\/(?!_)/.test(name) ? `Layouts['${name}'] & { body: Safe }` : `Views['${name}']`
}

async function declarations(): Promise<string[]> {
  const files = (await readdir('src', { recursive: true })).map(file => file.replaceAll('\\', '/'))
  const features = files.filter(file => file.endsWith('/views.ts') && `src/${file}` !== viewTypes)
  const helpers = /helperNames = \[([^\]]*)\]/.exec(await readFile(viewTypes, 'utf8'))?.[1]?.replaceAll(/['\s]/g, '') ?? ''
  return [
    ...imports,
    ...features.map(file => `import '../../src/${file}'`),
    'type Safe = ReturnType<Helpers["html"]>',
    'declare function include<Name extends keyof Views>(name: `/${Name}`, ...data: object extends Views[Name] ? [data?: Views[Name]] : [data: Views[Name]]): Safe',
    'declare function layout<Name extends keyof Layouts>(name: `/${Name}`, data: Layouts[Name]): void',
    'declare function text(shown: string | number): void',
    'declare function raw(html: Safe): void',
    `declare const helpers: Helpers`,
    `const { ${helpers} } = helpers`,
  ]
}

/** Fails where a declared template has no file, or a file is not declared. */
function inventory(names: string[]): TemplateCode {
  const text = [...imports, 'export const files: Record<keyof Views | keyof Layouts, true> = {', ...names.map(name => `  '${name}': true,`), '}'].join('\n')
  return { text, origin: [] }
}
