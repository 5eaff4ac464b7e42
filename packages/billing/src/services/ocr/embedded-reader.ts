// The reader that is built in: works without any key, in English.
import type { Reader } from './ocr-request.ts'

export const readEmbedded: Reader = async (document, page, { pages }) => ({ ...(await pages.read(document, page)), pages: 1 })
