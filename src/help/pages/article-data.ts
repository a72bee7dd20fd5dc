import type { Config } from '../../config.ts'
import { t } from '../../web/i18n.ts'
import { dataOf } from '../../web/json-ld.ts'
import type { SafeHtml } from '../../web/markdown/index.ts'
import type { Article } from '../store/articles.ts'
import type { Crumb } from '../tree.ts'

type Site = Pick<Config, 'baseUrl' | 'SITE_NAME'>

/** What search engines are told of an article: what it is, and where it stands. */
export function articleData({ baseUrl, SITE_NAME }: Site, article: Article, description: string, trail: Crumb[], changed: Date): SafeHtml {
  const url = `${baseUrl}/help/articles/${encodeURIComponent(article.slug)}`
  const publisher = { '@type': 'Organization', name: SITE_NAME, url: baseUrl }
  const crumbs = [{ name: t('help.title'), path: '/help' }, ...trail.map(({ name, slug }) => ({ name, path: `/help/${encodeURIComponent(slug)}` }))]
  return dataOf({
    '@context': 'https://schema.org',
    '@graph': [
      {
        '@type': 'Article', '@id': url, url, mainEntityOfPage: url, headline: article.title, description, inLanguage: article.language, wordCount: article.words,
        datePublished: (article.published_at ?? article.created_at).toISOString(), dateModified: changed.toISOString(), author: publisher, publisher,
      },
      {
        '@type': 'BreadcrumbList',
        itemListElement: [...crumbs.map(({ name, path }, at) => ({ '@type': 'ListItem', position: at + 1, name, item: `${baseUrl}${path}` })),
          { '@type': 'ListItem', position: crumbs.length + 1, name: article.title, item: url }],
      },
    ],
  })
}
