/** Does it for each, one after the other: what goes wrong with one keeps nobody behind it waiting. Fails in the end with all that went wrong. */
export async function eachOf<Item>(items: Iterable<Item>, act: (item: Item) => Promise<unknown>): Promise<void> {
  const errors: unknown[] = []
  for (const item of items) await act(item).catch((error: unknown) => errors.push(error))
  if (errors.length === 1) throw errors[0]
  if (errors.length > 1) throw new AggregateError(errors, said(errors))
}

const saidAtMost = 5

function said(errors: unknown[]): string {
  const said = errors.slice(0, saidAtMost).map(error => error instanceof Error ? error.message : String(error)).join('; ')
  return `${errors.length} failed: ${said}${errors.length > saidAtMost ? ' …' : ''}`
}
