/** The drawings of our icons: paths on a 16 × 16 grid, drawn as lines. */
const paths = {
  brand: 'M2.5 14.5V7a5.5 5.5 0 0 1 11 0v7.5zM2.5 11h11M5.5 11V8.2a2.5 2.5 0 0 1 5 0V11',
  open: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zM8 5v3l2 2',
  waiting: 'M6 4 2 8l4 4M2 8h8a4 4 0 0 1 4 4v1',
  resolved: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zM5.3 8l2 2 3.5-4',
  closed: 'M3.5 7.5h9v6h-9zM5.5 7.5V5a2.5 2.5 0 0 1 5 0v2.5',
  low: 'M8 3v10M4 9l4 4 4-4',
  normal: 'M3 6h10M3 10h10',
  high: 'M8 13V3M4 7l4-4 4 4',
  urgent: 'M8 2 1.5 13.5h13zM8 6.5v3M8 11.6v.1',
  file: 'M4 2h5l3 3v9H4zM9 2v3h3',
  note: 'M3 3h10v7l-3 3H3zM13 10h-3v3M5.5 6h5M5.5 8.5h3',
  // What a category is about.
  box: 'M2.5 5 8 2l5.5 3v6L8 14l-5.5-3zM2.5 5 8 8l5.5-3M8 8v6',
  card: 'M2 4h12v8.5H2zM2 7h12M4.5 10h2.5',
  person: 'M8 2.2a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6zM2.8 14a5.2 5.2 0 0 1 10.4 0',
  wrench: 'M13.6 4.4 11.2 6.8 9.2 4.8l2.4-2.4a3.4 3.4 0 0 0-4.5 4.2L2.4 11.3a1.6 1.6 0 0 0 2.3 2.3l4.7-4.7a3.4 3.4 0 0 0 4.2-4.5z',
  question: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zM6.2 6.4a1.8 1.8 0 1 1 2.7 1.5c-.6.4-.9.7-.9 1.3M8 11.4v.1',
  truck: 'M1.5 4h8v7.5h-8zM9.5 6.5H12l2.5 2.5v2.5h-5M4.2 11.2a1.3 1.3 0 1 0 0 2.6 1.3 1.3 0 0 0 0-2.6zM11.8 11.2a1.3 1.3 0 1 0 0 2.6 1.3 1.3 0 0 0 0-2.6z',
  lock: 'M3.5 7.5h9v6h-9zM5.5 7.5V5a2.5 2.5 0 0 1 5 0v2.5M8 10v1.2',
  book: 'M8 4C6.5 2.8 4.5 2.5 2 2.5v10c2.5 0 4.5.3 6 1.5 1.5-1.2 3.5-1.5 6-1.5v-10c-2.5 0-4.5.3-6 1.5zM8 4v10',
  chat: 'M2 3h12v8.5H7L4 14v-2.5H2zM5 6h6M5 8.5h4',
  gear: 'M8 5.6a2.4 2.4 0 1 0 0 4.8 2.4 2.4 0 0 0 0-4.8zM8 1.8v2M8 12.2v2M1.8 8h2M12.2 8h2M3.6 3.6 5 5M11 11l1.4 1.4M3.6 12.4 5 11M11 5l1.4-1.4',
  cart: 'M1.5 2.5h2l1.8 7.5h6.9l1.6-5.5H4M6 12.2a.9.9 0 1 0 0 1.8.9.9 0 0 0 0-1.8zM11.4 12.2a.9.9 0 1 0 0 1.8.9.9 0 0 0 0-1.8z',
  receipt: 'M3.5 2v12l1.5-1 1.5 1L8 13l1.5 1 1.5-1 1.5 1V2zM5.8 5.5h4.4M5.8 8h4.4',
  bell: 'M3.5 11.5V7a4.5 4.5 0 0 1 9 0v4.5zM2 11.5h12M6.7 13.8h2.6',
  cloud: 'M4.5 12.5a3 3 0 0 1-.3-6 4 4 0 0 1 7.7 1 2.6 2.6 0 0 1-.2 5z',
  screen: 'M2 3h12v8H2zM5.5 13.5h5M8 11v2.5',
  plug: 'M5.5 2v3.5M10.5 2v3.5M3.5 5.5h9V8a4.5 4.5 0 0 1-9 0zM8 12.5V15',
} as const

/** The drawings that a category can have. */
export const categoryIcons = ['box', 'card', 'person', 'wrench', 'question', 'truck', 'lock', 'book', 'chat', 'gear', 'cart', 'receipt', 'bell', 'cloud', 'screen', 'plug'] as const satisfies Icon[]

/** The category's drawing; a book where it has none that we know. */
export const categoryIcon = (name: string): Icon => categoryIcons.find(icon => icon === name) ?? 'book'

export type Icon = keyof typeof paths

export const iconPath = (icon: Icon): string => paths[icon]
