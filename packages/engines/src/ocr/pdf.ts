// PDFs through PDFium, the engine of Chrome, as WebAssembly: how many pages there are, and each as grey pixels.
import { type PDFiumDocument, PDFiumLibrary } from '@hyzyla/pdfium'
import { refuse } from './picture.ts'

export type GreyPage = { width: number; height: number; pixels: Uint8Array }

const POINTS_PER_INCH = 72
const DOTS_PER_INCH = 200
const PAGE_PIXELS_MAX = 12_000_000

let library: Promise<PDFiumLibrary> | undefined

export function countPdfPages(bytes: Buffer): Promise<number> {
  return withPdf(bytes, async (pdf) => pdf.getPageCount())
}

export function greyPageOf(bytes: Buffer, page: number): Promise<GreyPage> {
  return withPdf(bytes, async (pdf) => {
    const sheet = pdf.getPage(page)
    const { originalWidth, originalHeight } = sheet.getOriginalSize()
    const area = Math.max(1, originalWidth * originalHeight)
    const scale = Math.min(DOTS_PER_INCH / POINTS_PER_INCH, Math.sqrt(PAGE_PIXELS_MAX / area))
    const { width, height, data } = await sheet.render({ scale, colorSpace: 'Gray', render: async ({ data: raw }) => raw })
    return { width, height, pixels: data }
  })
}

async function withPdf<Value>(bytes: Buffer, use: (pdf: PDFiumDocument) => Promise<Value>): Promise<Value> {
  library ??= PDFiumLibrary.init()
  const pdf = await (await library).loadDocument(bytes).catch(() => undefined)
  if (!pdf) refuse('The PDF cannot be opened: it is damaged, or needs a password.')
  try {
    return await use(pdf)
  } finally {
    pdf.destroy()
  }
}
