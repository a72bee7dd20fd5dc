import type * as cheerio from 'cheerio'
import type { Test } from 'tap'

/** The promises that every page keeps, checked on every page that any test is shown. One assertion a page. */
export function checkPage(t: Test, $: cheerio.CheerioAPI, url: string): void {
  const broken = [...structure($), ...identities($), ...labels($), ...forms($), ...headings($)]
  t.strictSame(broken, [], `${url} keeps the promises of every page`)
}

function structure($: cheerio.CheerioAPI): string[] {
  const title = $('title').text()
  const h1 = $('h1').text().replace(/\s+/g, ' ').trim()
  return [
    ...when($('h1').length !== 1, `${$('h1').length} h1 instead of one`),
    ...when(!title.replace(/\s+/g, ' ').includes(h1), `the title “${title}” does not say the heading “${h1}”`),
    ...when($('html').attr('lang') === undefined, 'no language'),
    ...when($('main').length !== 1, 'not exactly one main'),
    ...when($('style, [style], script:not([src]):not([type="application/ld+json"])').length > 0, 'inline style or script, which the CSP refuses'),
    ...when(Object.values($('*').toArray().flatMap(element => 'attribs' in element ? Object.keys(element.attribs) : [])).some(name => name.startsWith('on')), 'an inline event handler'),
  ]
}

function identities($: cheerio.CheerioAPI): string[] {
  const ids = $('[id]').map((_, element) => $(element).attr('id')).get()
  const twice = ids.filter((id, at) => ids.indexOf(id) !== at)
  const pointers = $('[for], [aria-labelledby], [aria-describedby]').toArray()
    .flatMap(element => [$(element).attr('for'), $(element).attr('aria-labelledby'), $(element).attr('aria-describedby')])
    .flatMap(value => value?.split(/\s+/) ?? [])
  return [
    ...twice.map(id => `the id ${id} appears twice`),
    ...pointers.filter(id => !ids.includes(id)).map(id => `something points to ${id}, which is not there`),
  ]
}

function labels($: cheerio.CheerioAPI): string[] {
  const fields = $('input:not([type=hidden]), select, textarea').toArray()
  const labelled = $('label[for]').toArray().map(label => label.attribs['for'])
  const unlabelled = fields.filter(field => labelled.filter(id => id === field.attribs['id']).length !== 1)
  const pictures = $('img:not([alt])').toArray()
  const nameless = $('a, button').toArray().filter(element => $(element).text().trim() === '' && $(element).find('img[alt!=""]').length === 0)
  return [
    ...unlabelled.map(field => `${$(field).attr('name')} has no label of its own`),
    ...pictures.map(picture => `${$(picture).attr('src')} has no alternative text`),
    ...nameless.map(element => `${$.html(element)} says nothing`),
    ...when($('[aria-invalid=true]:not([aria-describedby])').length > 0, 'an invalid field without its message'),
    ...when($('option:not([value])').length > 0, 'an option without a value'),
  ]
}

function forms($: cheerio.CheerioAPI): string[] {
  return $('form').toArray().flatMap(form => {
    const { action, method, 'hx-post': post, 'hx-get': get } = form.attribs
    const posts = method?.toLowerCase() === 'post'
    return [
      ...when(action === undefined || method === undefined, `a form without action or method: ${post ?? get ?? ''}`),
      ...when(post !== undefined && (post !== action || !posts), `${post} works only with htmx`),
      ...when(get !== undefined && get !== action, `${get} works only with htmx`),
      // The forms for a vote and for the language stand on pages that all visitors share.
      ...when(posts && !/\/vote$|^\/language$/.test(action ?? '') && $(form).find('[name=_csrf]').length !== 1, `${action} posts without its proof`),
      ...when($(form).find('button').length === 0, `${action} has no button`),
    ]
  })
}

function headings($: cheerio.CheerioAPI): string[] {
  const levels = $('h1, h2, h3, h4, h5, h6').toArray().map(({ tagName }) => Number(tagName.slice(1)))
  const start = levels.indexOf(1)
  return levels.slice(start).flatMap((level, at, all) => when(at > 0 && level > (all[at - 1] ?? 1) + 1, `a heading jumps from h${all[at - 1]} to h${level}`))
}

const when = (broken: boolean, sentence: string): string[] => broken ? [sentence] : []
