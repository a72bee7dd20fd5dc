import t from 'tap'
import { sources } from './sources.ts'

interface Rule { path: string; selector: string; body: string }

const rules = sources('static/css').filter(({ path }) => !path.endsWith('/pico.css')).flatMap(({ path, text }) =>
  [...text.replace(/\/\*[\s\S]*?\*\//g, '').matchAll(/([^{}]+)\{([^{}]*)\}/g)].map(([, selector = '', body = '']): Rule => ({ path, selector: selector.trim(), body })))

t.test('what is dressed differently on its two sides is so the other way round where writing runs from right to left', async t => {
  const selectors = new Set(rules.map(({ selector }) => selector))
  const turned = ({ selector, body }: Rule) => selector.includes('[dir=rtl]') || selectors.has(`[dir=rtl] ${selector}`) || /-inline-|direction: ltr/.test(body)
  const fixed = rules.filter(rule => isUneven(rule.body) && !turned(rule)).map(({ path, selector }) => `${path}: ${selector}`)
  t.strictSame(fixed, [], 'add the logical sides after the physical ones, which old engines need, or a rule for [dir=rtl]')
  t.ok(rules.some(({ body }) => isUneven(body)), 'and some are')
})

t.test('sides are told apart', async t => {
  const uneven = ['margin: 0 1rem 0 0', 'padding-left: 1rem', 'margin-right: 1rem; padding-right: 0', 'left: 0', 'text-align: right', 'float: left', 'border-left: 1px solid', 'border-right-width: 0']
  t.strictSame(uneven.filter(body => !isUneven(`  ${body};\n`)), [])
  const even = ['margin: 0 1rem', 'margin: 0 1rem 2rem', 'padding: 0 1rem 0 1rem', 'left: 0; right: 0', 'margin-left: 0; margin-right: 0', 'text-align: center', 'margin-top: 1rem']
  t.strictSame(even.filter(body => isUneven(`  ${body};\n`)), [])
})

function isUneven(body: string): boolean {
  const said = (pattern: RegExp) => [...body.matchAll(pattern)]
  const four = said(/(?:^|[\s;])(?:margin|padding): (\S+) (\S+) (\S+) (\S+?);/g).some(([, , right, , left]) => right !== left)
  const sides = ['margin-', 'padding-', 'border-', ''].some(property => {
    const has = (side: string) => new RegExp(`(?:^|[\\s;])${property}${side}(?:-width)?:`).test(body)
    return has('left') !== has('right')
  })
  return four || sides || /(?:text-align|float): (?:left|right)/.test(body)
}
