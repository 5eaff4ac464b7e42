// Reads documents without a vendor: PNG, JPEG and PDF, in English. Pages are counted first, so that a price is known before work begins.
import { WorkerPool } from '../worker-pool.ts'
import type { OcrQuestion } from './ocr-thread.ts'
import { checkPicture, type DocumentKind, kindOf, refuse } from './picture.ts'
import type { PageText } from './tesseract.ts'

/** A document that has been looked at: what it is, and how many pages it has. */
export type OpenedDocument = { kind: DocumentKind; bytes: Buffer; pages: number }

export type PageReader = {
  /** Throws `invalid_request` for what is empty, cut off, mislabelled, too large, or has more pages than `pagesMax`. */
  open: (bytes: Buffer, pagesMax: number, signal?: AbortSignal) => Promise<OpenedDocument>
  /** Pages count from 0. */
  read: (document: OpenedDocument, page: number, signal?: AbortSignal) => Promise<PageText>
  /** The page as a vendor takes it: the image itself, or a PDF's page drawn as PNG. */
  picture: (document: OpenedDocument, page: number, signal?: AbortSignal) => Promise<Uint8Array>
  end: () => Promise<void>
}

/** A full page of small print takes about four seconds. */
const JOB_MS = 60_000

export function openPageReader({ threadsMax = 2, jobMs = JOB_MS }: { threadsMax?: number; jobMs?: number } = {}): PageReader {
  const module = new URL('./ocr-thread.ts', import.meta.url)
  const pool = new WorkerPool({ module, threadsMax, waitingMax: 32, jobMs, heapMegabytesMax: 512 })
  const ask = <Value>(question: OcrQuestion, signal?: AbortSignal) => pool.run<Value>(question, signal)
  return {
    async open(bytes, pagesMax, signal) {
      const kind = kindOf(bytes)
      if (kind === 'pdf') {
        const pages = await ask<number>({ ask: 'count pages', pdf: bytes }, signal)
        if (pages < 1) refuse('The PDF has no page.')
        if (pages > pagesMax) refuse(`The PDF has ${pages.toLocaleString('en-US')} pages; this call reads at most ${pagesMax}.`)
        return { kind, bytes, pages }
      }
      checkPicture(bytes, kind)
      return { kind, bytes, pages: 1 }
    },
    read: ({ kind, bytes }, page, signal) =>
      ask(kind === 'pdf' ? { ask: 'read page', pdf: bytes, page } : { ask: 'read image', image: bytes }, signal),
    picture: async ({ kind, bytes }, page, signal) => (kind === 'pdf' ? ask({ ask: 'draw page', pdf: bytes, page }, signal) : bytes),
    end: () => pool.end(),
  }
}
