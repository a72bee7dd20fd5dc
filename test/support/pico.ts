import { writeFileSync } from 'node:fs'
import { compileString, Logger } from 'sass'

export const picoPath = 'static/css/pico.css'

/**
 * The parts of Pico we stand on, with tokens.css as their theme. Its colours, buttons, links and fields
 * are left out: they rest on `data:` pictures, which our CSP refuses, and on selector lists that engines before 2021 drop.
 */
const used = ['layout/document', 'content/typography', 'content/embedded', 'content/table', 'content/code', 'content/misc', 'utilities/reduce-motion']

const others = [
  'themes/default', 'layout/landmarks', 'layout/container', 'layout/section', 'layout/grid', 'layout/overflow-auto',
  'content/link', 'content/button', 'content/figure',
  'forms/basics', 'forms/checkbox-radio-switch', 'forms/input-color', 'forms/input-date', 'forms/input-file', 'forms/input-range', 'forms/input-search',
  'components/accordion', 'components/card', 'components/dropdown', 'components/group', 'components/loading', 'components/modal', 'components/nav', 'components/progress', 'components/tooltip',
  'utilities/accessibility',
]

const switches = ['classes', 'transitions', 'important', 'responsive-typography', 'responsive-spacings'].map(name => `$enable-${name}: false`)

/** Compiles those parts from Pico's own source into one line. */
export function compilePico(): string {
  const modules = [...used.map(name => `"${name}": true`), ...others.map(name => `"${name}": false`)]
  const { css } = compileString(`@use "pico" with (${switches.join(', ')}, $modules: (${modules.join(', ')}))`, {
    loadPaths: ['node_modules/@picocss/pico/scss'], style: 'compressed', charset: false, syntax: 'indented', logger: Logger.silent,
  })
  return `${css.replace(/\s+/g, ' ').trim()}\n`
}

if (import.meta.main) writeFileSync(picoPath, compilePico())
