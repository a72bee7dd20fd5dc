import type { TopQuestion } from '../questions-views.ts'
import type { Heading } from '../../db/schema.ts'
import type { SafeHtml } from '../../web/markdown/index.ts'
import type { VoteView } from '../actions/reasons.ts'
import type { Article, ArticleLine } from '../store/articles.ts'
import type { Category, Crumb } from '../tree.ts'

/** A heading in the table of contents, with those below it. */
export interface Entry extends Heading { subs: Heading[] }

/** In which language a text is, and which way it runs. */
export interface Script { lang: string; dir: 'ltr' | 'rtl' }

export interface ArticleView {
  article: Article
  script: Script
  minutes: number
  contents: Entry[]
  trail: Crumb[]
  related: Pick<ArticleLine, 'slug' | 'title' | 'language'>[]
  changed: Date
  /** Why not everybody sees it, and where staff change it; only for staff. */
  staff: { state: string; edit: string } | undefined
  vote: VoteView | undefined
  description: string
  data: SafeHtml
}

export interface Pages { page: number; last: number; first: string | undefined; previous: string | undefined; next: string | undefined }
export interface CategoryView { category: Category; articles: ArticleLine[]; pages: Pages }
export interface HomeView { categories: Category[]; others: ArticleLine[]; latest: (Pick<ArticleLine, 'slug' | 'title' | 'language'> & { changed_at: Date })[]; questions: TopQuestion[] }

declare module '../../web/views.ts' {
  interface Views {
    'help/home': HomeView
    'help/category': CategoryView
    'help/article': ArticleView
    'help/_find': { label?: string }
    'help/_trail': { trail: Crumb[] }
    'help/_ask': object
    'help/_categories': { categories: Category[] }
    'help/_article-line': { article: Pick<ArticleLine, 'slug' | 'title' | 'language'> & { summary?: string } }
    'help/_contents': { contents: Entry[]; script: Script }
  }
}
