// Whether pages are read: text that a test wrote, drawn as an image and as PDFs.
import { afterAll, describe, expect, it } from 'vitest'
import { pdfOfLines } from '../testing/pdf-of-lines.ts'
import { wordsRight } from '../testing/words-right.ts'
import { openPageReader } from './open-page-reader.ts'

const reader = openPageReader()
afterAll(() => reader.end())

const page = [
  'Farebox is a prepaid wallet for software that charges by use.',
  'A person tops up once and decides how much each application may',
  'spend. Every call is reserved before it is made, metered while it',
  'runs and charged for what it did cost, to a millionth of a cent.',
  'The developer adds a markup of at most 100 percent and is paid on',
  'the eighth day. On 14 March 2026 a reading of 3 pages cost $0.0045.',
  'Nobody can spend more than the limit that was agreed: neither by',
  'asking sixty-four times at once, nor by pulling out the cable.',
  'Receipts name the provider, the model and the price in force; they',
  'can be downloaded as a table and compared with the ledger at night.',
]
const written = page.join(' ')

describe('reading', () => {
  it('reads at least 95 of 100 words of a page that is an image', async () => {
    const pdf = await reader.open(pdfOfLines([page]), 1)
    const png = Buffer.from(await reader.picture(pdf, 0))
    const image = await reader.open(png, 1)
    expect(image).toMatchObject({ kind: 'png', pages: 1 })
    const { text, confidence } = await reader.read(image, 0)
    expect(wordsRight(written, text)).toBeGreaterThanOrEqual(0.95)
    expect(confidence).toBeGreaterThan(80)
    // The check itself: other words are not right.
    expect(wordsRight(written, text.split('').reverse().join(''))).toBeLessThan(0.1)
  })

  it('reads each page of a PDF, and counts them first', async () => {
    const pages = [page.slice(0, 4), page.slice(4, 7), page.slice(7)]
    const pdf = await reader.open(pdfOfLines(pages), 3)
    expect(pdf).toMatchObject({ kind: 'pdf', pages: 3 })
    const read = await Promise.all(pages.map((_, at) => reader.read(pdf, at)))
    for (const [at, lines] of pages.entries()) expect(wordsRight(lines.join(' '), read[at]?.text ?? '')).toBeGreaterThanOrEqual(0.95)
  })

  it('finds nothing on an empty page, and remembers nothing of the last', async () => {
    const pdf = await reader.open(pdfOfLines([page, []]), 2)
    await reader.read(pdf, 0)
    expect((await reader.read(pdf, 1)).text).toBe('')
  })

  it('leaves the event loop free while it reads', async () => {
    const pdf = await reader.open(pdfOfLines([page]), 1)
    let longest = 0
    let last = performance.now()
    const timer = setInterval(() => {
      longest = Math.max(longest, performance.now() - last)
      last = performance.now()
    }, 5)
    await reader.read(pdf, 0)
    clearInterval(timer)
    expect(longest).toBeLessThan(250)
  })
})
