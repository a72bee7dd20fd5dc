import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { notFound, tooMany } from '../../web/errors.ts'
import type { FormView } from '../../web/forms.ts'
import { goTo } from '../../web/htmx.ts'
import { countTry, networkOf } from '../../web/throttle.ts'
import { articleAddress, questionAddress } from '../slugs.ts'
import { findVoted, vote, type Voted, type VotedText, type Voter } from '../store/votes.ts'
import { checkReason, voteView, type ReasonForm, type VoteState } from './reasons.ts'

type Slug = { Params: { slug: string } }
/** The form stands on pages that all visitors share. */
const form = { config: { access: 'anyone', unproven: true } } as const
const anyone = { config: { access: 'anyone' } } as const
const perVoter = { tries: 60, seconds: 3_600 }
/** A school or an office is one network. */
const perNetwork = { tries: 300, seconds: 3_600 }

/** POST /help/articles/<slug>/vote and /help/questions/<slug>/vote. */
export const voteActions: FastifyPluginAsync = async app => {
  for (const kind of ['articles', 'questions'] as const) {
    app.post<Slug>(`/help/${kind}/:slug/vote`, form, (request, reply) => act(request, reply, kind))
    // An address that is only posted to leads back.
    app.get<Slug>(`/help/${kind}/:slug/vote`, anyone, async (request, reply) => goTo(reply, addressOf(kind, await textOf(request, kind))))
  }

  async function act(request: FastifyRequest, reply: FastifyReply, kind: Voted): Promise<FastifyReply> {
    // No form of ours comes like that: it passes by unread.
    if (request.isMultipart()) request.raw.resume()
    const text = await textOf(request, kind)
    const checked = checkReason(request.form)
    if (!checked.ok) return refuse(reply, kind, text, checked)
    await mustNotFlood(request)

    const { helpful, reason, words } = checked.values
    const tells = helpful === 'no' && (request.form?.has('words') ?? false)
    const first = await vote(app.db, kind, text.id, voterOf(reply), { helpful: helpful === 'yes', ...(tells ? { reason, words } : { reason: '', words: '' }) })
    if (first && kind === 'questions') app.countUse(text.id)
    return thank(reply, kind, text, tells ? 'told' : helpful)
  }

  async function textOf(request: FastifyRequest, kind: Voted): Promise<VotedText> {
    const { slug } = request.params as Slug['Params']
    const text = slug.includes('\0') ? undefined : await findVoted(app.db, request.person, kind, slug)
    if (text === undefined) throw notFound()
    return text
  }

  async function mustNotFlood(request: FastifyRequest): Promise<void> {
    const voter = request.person?.id ?? request.knownVisitor()
    const waits = [
      await countTry(app.db, `votes:${networkOf(request.ip)}`, perNetwork),
      voter === undefined ? 0 : await countTry(app.db, `votes:${voter}`, perVoter),
    ]
    const wait = Math.max(...waits)
    if (wait > 0) throw tooMany(wait)
  }

  function thank(reply: FastifyReply, kind: Voted, text: VotedText, state: VoteState): FastifyReply {
    // Where focus goes to the words that thank, nothing else need say them.
    if (reply.request.swapTarget === undefined || state === 'yes') reply.toast('done', `vote.toast-${state}`)
    return reply.request.swapTarget === undefined
      ? goTo(reply, addressOf(kind, text, state))
      : reply.partial('help/_vote', { vote: voteView(kind, text, state) })
  }

  function refuse(reply: FastifyReply, kind: Voted, text: VotedText, refused: FormView<ReasonForm>): FastifyReply {
    const vote = voteView(kind, text, refused.values.helpful === 'no' ? 'no' : undefined, refused)
    reply.code(422)
    return reply.request.swapTarget === undefined
      ? reply.page('help/vote', { vote, title: text.title, back: addressOf(kind, text) })
      : reply.partial('help/_vote', { vote })
  }
}

/** One vote a person, or a visitor. Who signs in takes along what they said before. */
function voterOf(reply: FastifyReply): Voter {
  const { person } = reply.request
  return person === null ? { name: reply.visitor(), was: undefined } : { name: person.id, was: reply.request.knownVisitor() }
}

/** Where the text is read; after a vote with what was said, so that no shared page is shown in its place. */
function addressOf(kind: Voted, { id, slug }: VotedText, voted?: VoteState): string {
  if (kind === 'articles') return voted === undefined ? articleAddress(slug) : `${articleAddress(slug)}?voted=${voted}#vote_${id}`
  return questionAddress(slug, voted && { state: voted, id })
}
