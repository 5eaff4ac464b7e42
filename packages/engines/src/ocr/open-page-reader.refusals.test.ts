// What must not be read: a small file that would become a huge one, what is cut off or mislabelled, what has too many pages.
import { deflateSync } from 'node:zlib'
import { AppError } from '@farebox/errors'
import { afterAll, describe, expect, it } from 'vitest'
import { pdfOfLines } from '../testing/pdf-of-lines.ts'
import { pngOf } from './grey-images.ts'
import { openPageReader } from './open-page-reader.ts'

const reader = openPageReader({ threadsMax: 1 })
afterAll(() => reader.end())

const refusal = async (work: Promise<unknown>) => {
  const thrown = await work.then(
    () => 'accepted',
    (cause: unknown) => cause,
  )
  return thrown instanceof AppError ? { code: thrown.code, message: thrown.message } : { code: thrown, message: '' }
}
const opened = (bytes: Buffer, pagesMax = 30) => refusal(reader.open(bytes, pagesMax))
const png = (width: number, height: number) => pngOf({ width, height, pixels: new Uint8Array(width * height).fill(255) })
/** A PNG that says it is larger than what it brings. */
const claiming = (width: number, height: number) => {
  const bytes = png(10, 10)
  bytes.writeUInt32BE(width, 16)
  bytes.writeUInt32BE(height, 20)
  return bytes
}
const jpeg = (width: number, height: number) => {
  const frame = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0, 0xff, 0xc0, 0, 11, 8, 0, 0, 0, 0, 1, 1, 0x11, 0, 0xff, 0xd9])
  frame.writeUInt16BE(height, 13)
  frame.writeUInt16BE(width, 15)
  return frame
}

describe('documents that are refused before any work', () => {
  it.each([
    ['nothing', Buffer.alloc(0), 'is empty'],
    ['text that is called a PDF', Buffer.from('scan.pdf: hello'), 'neither a PNG nor a JPEG image nor a PDF'],
    ['a GIF that is called a PNG', Buffer.from('GIF89a----------'), 'neither'],
    ['one byte', Buffer.from([0xff]), 'neither'],
    ['a signature alone', png(10, 10).subarray(0, 8), 'ends before it is complete'],
    ['half a PNG', png(300, 300).subarray(0, 150), 'ends before it is complete'],
    ['a bomb: 60,000 pixels squared in a kilobyte', claiming(60_000, 60_000), 'million are read'],
    ['a picture of no width', claiming(0, 10), 'has no size'],
    ['a JPEG bomb', jpeg(65_500, 65_500), 'million are read'],
    ['half a JPEG', jpeg(10, 10).subarray(0, 12), 'ends before it is complete'],
    ['more than 10 MB', Buffer.alloc(10 * 1024 * 1024 + 1, 0x20), 'larger than 10 MB'],
    ['a PDF of one line', Buffer.from('%PDF-1.7\nhello'), 'cannot be opened'],
    ['half a PDF', pdfOfLines([['hello']]).subarray(0, 60), 'cannot be opened'],
  ])('%s', async (_, bytes, says) => {
    const { code, message } = await opened(bytes)
    expect(code).toBe('invalid_request')
    expect(message).toContain(says)
    expect(message).toContain('Nothing was charged.')
  })

  it('10,000 pages are counted, not read', async () => {
    const pdf = pdfOfLines(Array.from({ length: 10_000 }, () => ['x']))
    const { code, message } = await opened(pdf)
    expect(code).toBe('invalid_request')
    expect(message).toBe('The PDF has 10,000 pages; this call reads at most 30. Nothing was charged.')
  })
})

describe('documents that are refused while they are read', () => {
  it('a PNG whose pixels are not there is damaged, and the next page is read all the same', async () => {
    const bytes = claiming(1_000, 1_000)
    const { code } = await refusal(reader.read(await reader.open(bytes, 1), 0))
    expect(['invalid_request', 'provider_error']).toContain(code)
    const good = await reader.open(pdfOfLines([['Still here']]), 1)
    expect((await reader.read(good, 0)).text).toBe('Still here')
  })

  it('a PDF page of a square kilometre is drawn small', async () => {
    const bytes = Buffer.from(
      pdfOfLines([['tiny']])
        .toString('latin1')
        .replace('[0 0 612 792]', '[0 0 9e5 9e5]'),
      'latin1',
    )
    const pdf = await reader.open(bytes, 1)
    const drawn = Buffer.from(await reader.picture(pdf, 0))
    expect(drawn.readUInt32BE(16) * drawn.readUInt32BE(20)).toBeLessThanOrEqual(12_100_000)
  })

  it('a stream that inflates to gigabytes ends the thread’s memory, not ours', async () => {
    const bomb = deflateSync(Buffer.alloc(400_000_000, 0x20), { level: 9 })
    const head = `%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Count 1 /Kids [3 0 R] >>\nendobj\n3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] /Contents 4 0 R >>\nendobj\n4 0 obj\n<< /Filter /FlateDecode /Length ${bomb.length} >>\nstream\n`
    const bytes = Buffer.concat([Buffer.from(head), bomb, Buffer.from('\nendstream\nendobj\ntrailer\n<< /Size 5 /Root 1 0 R >>\n%%EOF\n')])
    const before = process.memoryUsage().rss
    const pdf = await reader.open(bytes, 1)
    await refusal(reader.read(pdf, 0))
    expect(process.memoryUsage().rss - before).toBeLessThan(1_100_000_000)
    expect(await opened(pdfOfLines([['after']]))).toMatchObject({ code: 'accepted' })
  })

  it('what takes too long is ended, and so is what its caller has left', async () => {
    const impatient = openPageReader({ threadsMax: 1, jobMs: 5 })
    const page = { kind: 'pdf' as const, bytes: pdfOfLines([['slow']]), pages: 1 }
    expect((await refusal(impatient.read(page, 0))).code).toBe('provider_timeout')
    await impatient.end()
    const leaving = new AbortController()
    const reading = refusal(reader.read(page, 0, leaving.signal))
    leaving.abort(new AppError('request_timeout'))
    expect((await reading).code).toBe('request_timeout')
  })

  it('a queue is bounded: who comes on top of it is told at once', async () => {
    const busy = openPageReader({ threadsMax: 1 })
    const page = { kind: 'pdf' as const, bytes: pdfOfLines([['again']]), pages: 1 }
    const outcomes = await Promise.all(Array.from({ length: 40 }, () => refusal(busy.read(page, 0))))
    await busy.end()
    const codes = outcomes.map(({ code }) => code)
    expect(codes.filter((code) => code === 'accepted')).toHaveLength(33)
    expect(codes.filter((code) => code === 'provider_overloaded')).toHaveLength(7)
  })
})
