import type { Page } from 'playwright'

/** How somebody works a page. Everything is found by the words that name it, as a person would. */
export interface Hands {
  press(name: string | RegExp): Promise<void>
  follow(name: string | RegExp): Promise<void>
  write(label: string | RegExp, text: string): Promise<void>
  choose(label: string, option: string): Promise<void>
  tick(label: string | RegExp): Promise<void>
}

/** With a pointer. */
export function pointer(page: Page): Hands {
  const main = page.getByRole('main')
  return {
    press: name => main.getByRole('button', { name }).first().click(),
    follow: name => page.getByRole('link', { name }).first().click(),
    write: (label, text) => main.getByLabel(label).first().fill(text),
    choose: async (label, option) => void await main.getByLabel(label).selectOption({ label: option }),
    tick: label => main.getByLabel(label).first().check(),
  }
}

const tabsAtMost = 150

/** With nothing but the keyboard: Tab to it, then type, Space or Enter. */
export function keyboard(page: Page): Hands {
  const reach = async (kind: string, name: string | RegExp) => {
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
    for (let tabs = 0; tabs < tabsAtMost; tabs += 1) {
      await page.keyboard.press('Tab')
      const at = await page.evaluate(focused)
      if (at.kind === kind && (typeof name === 'string' ? at.name === name : name.test(at.name))) return
    }
    throw new Error(`No ${kind} “${String(name)}” is reached by Tab on ${page.url()}`)
  }
  return {
    async press(name) {
      await reach('button', name)
      await page.keyboard.press('Enter')
    },
    async follow(name) {
      await reach('link', name)
      await page.keyboard.press('Enter')
    },
    async write(label, text) {
      await reach('field', label)
      await page.keyboard.press('Control+A')
      await page.keyboard.type(text)
    },
    async choose(label, option) {
      await reach('field', label)
      await page.keyboard.type(option)
    },
    tick: label => reachRadio(page, reach, label),
  }
}

/** Radios are one stop: Tab to the group, then arrows to the answer. */
async function reachRadio(page: Page, reach: (kind: string, name: RegExp) => Promise<void>, label: string | RegExp): Promise<void> {
  await reach('radio', /./)
  for (let steps = 0; steps < 12; steps += 1) {
    const { name } = await page.evaluate(focused)
    if (typeof label === 'string' ? name === label : label.test(name)) return page.keyboard.press('Space')
    await page.keyboard.press('ArrowDown')
  }
  throw new Error(`No answer “${String(label)}” is reached by the arrows on ${page.url()}`)
}

/** What has the focus, by kind and by name; runs in the page. */
function focused(): { kind: string; name: string } {
  const element = document.activeElement as HTMLElement | null
  const labels = (element as HTMLInputElement | null)?.labels
  const name = (labels?.[0] ?? element)?.textContent?.replace(/\s+/g, ' ').trim() ?? ''
  const type = (element as HTMLInputElement | null)?.type
  const kinds: Record<string, string> = { A: 'link', BUTTON: 'button', SELECT: 'field', TEXTAREA: 'field', INPUT: type === 'radio' || type === 'checkbox' ? 'radio' : 'field' }
  return { kind: kinds[element?.tagName ?? ''] ?? '', name }
}
