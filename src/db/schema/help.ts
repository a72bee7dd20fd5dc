import type { ColumnType, Generated, GeneratedAlways, JSONColumnType } from 'kysely'
import type { CreatedAt, SetLater, WithDefault } from './columns.ts'

export type Publication = 'draft' | 'published' | 'archived'
export type Visibility = 'everyone' | 'customers' | 'staff'
export type HelpCount = 'searched' | 'found nothing' | 'opened' | 'solved'
export type FieldKind = 'text' | 'long text' | 'choice' | 'checkbox' | 'date' | 'number'
/** A question of a category's own; `shownIf` names an earlier one and the answer that it must have. */
export interface CategoryField { key: string; label: string; kind: FieldKind; required: boolean; hint: string; options: string[]; shownIf?: { key: string; value: string } | undefined }
/** A heading of an article, for its table of contents: 2 is the highest. */
export interface Heading { level: number; id: string; text: string }

interface KbCategories {
  id: Generated<string>
  name: string
  slug: string
  description: SetLater<string>
  parent_id: SetLater<string>
  position: WithDefault<number>
  icon: WithDefault<string>
  takes_tickets: WithDefault<boolean>
  fields: JSONColumnType<CategoryField[], string | undefined, string>
  source: SetLater<string>
  version: WithDefault<number>
  created_at: CreatedAt
}

interface HelpText {
  id: Generated<string>
  slug: string
  category_id: SetLater<string>
  status: Publication
  visibility: WithDefault<Visibility>
  language: WithDefault<string>
  heads: GeneratedAlways<string>
  search: GeneratedAlways<string>
  version: WithDefault<number>
  updated_by: SetLater<string>
  created_at: CreatedAt
  updated_at: WithDefault<Date>
}

interface KbArticles extends HelpText {
  title: string
  summary: WithDefault<string>
  content: string
  html: WithDefault<string>
  headings: JSONColumnType<Heading[], string | undefined, string>
  headings_text: WithDefault<string>
  body_text: WithDefault<string>
  words: WithDefault<number>
  publish_at: SetLater<Date>
  published_at: SetLater<Date>
  changed_at: WithDefault<Date>
  reviewed_on: ColumnType<string | null, string | null | undefined, string | null>
  source: SetLater<string>
  source_hash: SetLater<string>
}

interface KbQuestions extends HelpText {
  question: string
  answer: string
  answer_html: WithDefault<string>
  answer_text: WithDefault<string>
  position: WithDefault<number>
  uses: WithDefault<number>
}

/** The help centre and the guide. */
export interface HelpTables {
  kb_categories: KbCategories
  kb_articles: KbArticles
  article_versions: {
    article_id: string; number: number; title: string; summary: string; content: string; note: WithDefault<string>
    author_id: SetLater<string>; created_at: CreatedAt
  }
  former_slugs: { kind: 'article' | 'category' | 'question'; slug: string; target_id: string }
  kb_questions: KbQuestions
  help_votes: {
    id: Generated<string>; article_id: SetLater<string>; question_id: SetLater<string>; voter: string; helpful: boolean
    reason: WithDefault<string>; words: WithDefault<string>; created_at: CreatedAt; updated_at: WithDefault<Date>
  }
  help_counts: { day: string; kind: HelpCount; subject: string; count: WithDefault<number> }
  help_files: {
    id: Generated<string>; sha256: string; name: string; media_type: string; bytes: number; width: SetLater<number>
    height: SetLater<number>; storage_key: string; created_at: CreatedAt
  }
  article_files: { article_id: string; file_id: string }
  synonyms: { id: Generated<string>; words: string[]; version: WithDefault<number> }
  help_words: { word: string }
  guides: {
    id: Generated<string>; profile_id: SetLater<string>; visitor: SetLater<string>
    answers: JSONColumnType<Record<string, string>, string | undefined, string>; created_at: CreatedAt
    updated_at: WithDefault<Date>
  }
}
