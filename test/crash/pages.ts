import type { Page } from '../support/visitor.ts'
import { sha256, type Act } from './acts.ts'

/** What is missing of an acknowledged act, as its customer sees it. */
export async function missing(act: Act, url: string): Promise<string[]> {
  const { customer: { visitor }, kind, words, files } = act
  const address = kind === 'draft' ? `/tickets/new?draft=${act.submission}` : `/tickets/${act.reference}`
  const page = await visitor.get(`${url}${address}`)
  if (page.status !== 200) return [`${address} answers ${page.status}, where the ${kind} "${words}" should be`]

  const problems = page.body.includes(words) ? [] : [`the ${kind} "${words}" is not on ${address}`]
  for (const { name, sha256: expected } of files) {
    const link = linkTo(page, name)
    if (link === undefined) problems.push(`${name} is not on ${address}`)
    else if (sha256(await visitor.bytes(`${url}${link}`)) !== expected) problems.push(`${name} of ${address} is not what was sent`)
  }
  return problems
}

/** A ticket links to its files; a form that was put aside lists them, to be ticked away. */
function linkTo({ $ }: Page, name: string): string | undefined {
  const waiting = $('li').filter((_, line) => $(line).find('bdi').text() === name).find('[name=drop]').val()
  return waiting === undefined ? $(`a[href^="/attachments/"][href$="/${name}"]`).first().attr('href') : `/attachments/${String(waiting)}/${name}`
}
