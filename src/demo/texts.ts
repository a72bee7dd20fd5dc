import type { Step, TicketStory } from './story/index.ts'
import type { Markdown } from '../web/markdown/index.ts'

/** Every Markdown text of the stories with its HTML. */
export async function renderTexts(markdown: Markdown, stories: TicketStory[]): Promise<Map<string, string>> {
  const texts = stories.flatMap(({ text, steps }) => [text, ...steps.flatMap(written)])
  return new Map(await Promise.all(texts.map(async text => [text, await markdown.render(text, 'demo')] as const)))
}

function written(step: Step): string[] {
  if ('text' in step) return [step.text]
  return 'notes' in step ? [step.notes] : []
}
