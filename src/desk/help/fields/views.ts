import type { FieldsView } from './rows.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'desk/help/_fields': FieldsView
  }
}
