/** What an article is compared by. */
interface Comparable { id: string; title: string; headings: string; language: string; categoryId: string | null }

/** For each word the articles that have it, by their place in `articles`, and how much it tells there. */
export interface Comparison<Article extends Comparable> { articles: Article[]; places: Map<string, number>; having: Map<string, Map<number, number>> }

const inTitle = 3
const inHeading = 1
/** As much as a word that every tenth article has in its title. */
const sameCategory = 4
/** A word that more than a tenth of the articles have says nothing of any. */
const common = 10

/** Reads the words of all articles, once for all comparisons. */
export function compareAll<Article extends Comparable>(articles: Article[]): Comparison<Article> {
  const having = new Map<string, Map<number, number>>()
  articles.forEach(({ title, headings }, place) => {
    const add = (word: string, weight: number) => {
      const weights = having.get(word) ?? new Map<number, number>()
      having.set(word, weights.set(place, Math.max(weight, weights.get(place) ?? 0)))
    }
    for (const word of wordsOf(headings)) add(word, inHeading)
    for (const word of wordsOf(title)) add(word, inTitle)
  })
  for (const [word, { size }] of having) if (size > Math.max(articles.length / common, common)) having.delete(word)
  return { articles, having, places: new Map(articles.map(({ id }, place) => [id, place])) }
}

/** The articles in the same language that share most of the rarest words with this one, or at least its category. */
export function relatedTo<Article extends Comparable>({ articles, places, having }: Comparison<Article>, id: string, wanted: (article: Article) => boolean, atMost: number): Article[] {
  const own = articles[places.get(id) ?? -1]
  if (own === undefined) return []
  const scores = new Map<number, number>()
  for (const word of new Set([...wordsOf(own.title), ...wordsOf(own.headings)])) {
    const weights = having.get(word) ?? new Map<number, number>()
    const rare = Math.log(articles.length / weights.size)
    const mine = weights.get(places.get(id) ?? -1) ?? 0
    for (const [place, weight] of weights) scores.set(place, (scores.get(place) ?? 0) + rare * mine * weight)
  }
  articles.forEach(({ categoryId }, place) => {
    if (categoryId !== null && categoryId === own.categoryId) scores.set(place, (scores.get(place) ?? 0) + sameCategory * Math.log(Math.max(articles.length, common)))
  })
  return [...scores].map(([place, score]) => ({ article: articles[place] ?? own, score }))
    .filter(({ article }) => article.id !== id && article.language === own.language && wanted(article))
    .toSorted((a, b) => b.score - a.score || (a.article.title < b.article.title ? -1 : 1))
    .slice(0, atMost).map(({ article }) => article)
}

/** Words of three letters and more, or any in scripts that need fewer; a plural is the same word. */
function wordsOf(text: string): string[] {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
  return words.filter(word => word.length > 2 || /[^\p{Script=Latin}\p{N}]/u.test(word)).map(word => word.length > 4 ? word.replace(/s$/, '') : word)
}
