import type { Config } from '../../../config.ts'
import type { UiPreferences } from '../../../preferences/index.ts'
import type { Language } from '../../../web/i18n.ts'
import { styleHelpers } from '../../../web/style-helpers.ts'
import { createEta } from '../../../web/views.ts'
import type { Item, Top } from '../views.ts'

export interface Pages {
  /** A page that needs nothing but itself; items come as they are read. `home` leads to the first page. */
  page(title: string, home: string | undefined, items: AsyncIterable<Item[]> | Iterable<Item[]>): AsyncGenerator<string>
}

/** Pages to be read from a disk, in the language and with the clocks of their reader. */
export function createPages(config: Config, ui: UiPreferences, language: Language): Pages {
  const eta = createEta()
  const helpers = styleHelpers(config, () => '', undefined)({ ...ui, language })
  const render = (name: 'top' | 'items' | 'bottom', data: Top | { items: Item[] } | object) => eta.render(`/export/${name}`, { ...data, ui: helpers })

  return {
    async *page(title, home, items) {
      yield render('top', { title, home })
      let any = false
      for await (const some of items) {
        any ||= some.length > 0
        yield render('items', { items: some })
      }
      yield render('bottom', { empty: !any })
    },
  }
}
