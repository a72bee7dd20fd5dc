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
} as const

export type Icon = keyof typeof paths

export const iconPath = (icon: Icon): string => paths[icon]
