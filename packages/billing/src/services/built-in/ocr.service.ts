// Reading documents, per page: POST /v1/ocr. The pages are counted before money is held, and charged as they were read.
import { AppError } from '@farebox/errors'
import { readEmbedded } from '../ocr/embedded-reader.ts'
import { bytesOf, ocrBody, type Reader } from '../ocr/ocr-request.ts'
import { readDocument } from '../ocr/read-document.ts'
import { readWithTextract, textract } from '../ocr/textract-reader.ts'
import { builtInService, type ServiceModel } from './built-in-service.ts'

const sold: readonly (ServiceModel & { read: Reader })[] = [
  {
    id: 'farebox-reader',
    displayName: 'Built-in reader, English',
    vendor: 'embedded',
    price: { cents: 50, per: 1_000, unit: 'page' },
    read: readEmbedded,
  },
  {
    id: 'textract',
    displayName: 'Amazon Textract',
    vendor: textract,
    price: { cents: 150, per: 1_000, unit: 'page' },
    read: readWithTextract,
  },
]

export const service = builtInService({
  name: 'ocr',
  path: '/ocr',
  summary: 'Reads the text of an image or a PDF, charged per page',
  unit: 'page',
  typical: { units: 10, words: 'a contract of ten pages' },
  models: sold,
  body: ocrBody,
  async prepare(body, { pages, access }) {
    const model = sold.find(({ id }) => id === body.model)
    if (!model) throw new AppError('model_not_found', { param: 'model', metadata: { nearest: sold.map(({ id }) => id) } })
    const reached = access(model)
    const document = await pages.open(bytesOf(body.document), body.max_pages)
    return {
      model,
      unitsMax: document.pages,
      chargeMaxMicrocents: body.max_charge,
      run: () => readDocument(document, (page) => model.read(document, page, { pages, access: reached })),
    }
  },
})
