import type { Score } from '../../help/index.ts'
import type { FormView } from '../../web/forms.ts'
import type { categoryIcons, Icon } from '../../web/icons.ts'
import type { SafeHtml } from '../../web/markdown/index.ts'
import type { Select } from '../../web/views.ts'
import type { ArticleForm } from './articles/forms.ts'
import type { Intent } from './articles/rules.ts'
import type { ArticleSelection } from './articles/selection.ts'
import type { Article, ArticleList } from './articles/store.ts'
import type { CategoryForm } from './categories/forms.ts'
import type { Category } from './categories/store.ts'
import type { FieldsView } from './fields/index.ts'
import type { Change } from './versions/changes.ts'
import type { Line } from './versions/difference.ts'
import type { Version, VersionLine } from './versions/store.ts'

/** How much there is of everything, on the first page of the writing side. */
export interface HomeView { counts: { articles: number; drafts: number; scheduled: number; unreviewed: number; categories: number; questions: number } }

/** A category in the tree, with what hangs on it. */
export interface TreeBranch { category: Category; icon: Icon; articles: number; questions: number; first: boolean; last: boolean; branches: TreeBranch[] }

export interface CategoryView {
  /** Undefined where it is still to be made. */
  category: Category | undefined
  form: FormView<CategoryForm>
  fields: FieldsView
  version: number
  /** What the editor saw travels along: what they did not touch is not turned back when somebody else was faster. */
  was: Record<string, string>
  conflict: string | undefined
  parents: Select
  icons: ('none' | (typeof categoryIcons)[number])[]
}

export interface ArticlesView {
  list: ArticleList
  selection: ArticleSelection
  selects: Select[]
  narrowed: boolean
  first: string | undefined
  next: string | undefined
}

/** Who was faster, and what they changed. */
export interface Conflict { editor: string | null; at: Date; changes: Change[] }

export interface ArticleView {
  /** Undefined where it is still to be written. */
  article: Article | undefined
  form: FormView<ArticleForm>
  version: number
  /** What the editor saw travels along: what they did not touch is not turned back when somebody else was faster. */
  was: Record<string, string>
  conflict: Conflict | undefined
  preview: SafeHtml | undefined
  intents: Intent[]
  /** The Markdown of files: those just added, and those that the article has. */
  lines: string[]
  known: string[]
  filesProblem: string | undefined
  accept: string
  category: Select
  language: Select
  visibility: Select
  zone: string
  score: Score | undefined
  /** Why it did not help, in words and how often. */
  reasons: string[]
}

export interface VersionsView { article: Article; versions: VersionLine[]; last: number | undefined; next: number | undefined; narrowed: boolean }

export interface VersionView {
  article: Article
  version: Version
  last: number | undefined
  /** Between which two the difference is. */
  older: number | undefined
  newer: number
  changes: Change[]
  others: Select
  conflict: string | undefined
}

declare module '../../web/views.ts' {
  interface Views {
    'desk/help/home': HomeView
    'desk/help/categories': { tree: TreeBranch[] }
    'desk/help/_category-tree': { tree: TreeBranch[] }
    'desk/help/_category-branch': { tree: TreeBranch[]; nested: boolean }
    'desk/help/category': CategoryView
    'desk/help/_category-form': CategoryView
    'desk/help/articles': ArticlesView
    'desk/help/_article-list': ArticlesView
    'desk/help/article': ArticleView
    'desk/help/_article-form': ArticleView
    'desk/help/_article-facts': ArticleView & { article: Article }
    'desk/help/_article-files': ArticleView
    'desk/help/_difference': { changes: Change[] }
    'desk/help/_difference-lines': { lines: Line[] }
    'desk/help/versions': VersionsView
    'desk/help/version': VersionView
  }
}
