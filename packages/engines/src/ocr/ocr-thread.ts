// The thread in which documents are opened and pages read. Hostile bytes meet a parser here and nowhere else.
import { answerJobs } from '../answer-jobs.ts'
import { boundWasmMemory } from '../bound-memory.ts'
import { pgmOf, pngOf } from './grey-images.ts'
import { countPdfPages, greyPageOf } from './pdf.ts'
import { readImage } from './tesseract.ts'

export type OcrQuestion =
  | { ask: 'count pages'; pdf: Uint8Array }
  | { ask: 'read image'; image: Uint8Array }
  | { ask: 'read page'; pdf: Uint8Array; page: number }
  | { ask: 'draw page'; pdf: Uint8Array; page: number }

const MEGABYTES_MAX = 768

boundWasmMemory(MEGABYTES_MAX)

answerJobs(async (question: OcrQuestion) => {
  switch (question.ask) {
    case 'count pages':
      return countPdfPages(Buffer.from(question.pdf))
    case 'read image':
      return readImage(question.image)
    case 'read page':
      return readImage(pgmOf(await greyPageOf(Buffer.from(question.pdf), question.page)))
    case 'draw page':
      return pngOf(await greyPageOf(Buffer.from(question.pdf), question.page))
  }
})
