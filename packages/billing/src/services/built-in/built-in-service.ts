// What a built-in service is: one file in this folder, `<name>.service.ts`, that exports `service`. Its routes, prices, settings,
// place in the price list and metering follow from it. docs/guides/add-a-service.md adds one.
import type { PageReader, Speaker } from '@farebox/engines'
import type { Microcents } from '@farebox/money'
import type { Price } from '@farebox/pricing'
import type { z } from 'zod'

/** An outside company that does the work. Where its settings are missing, the models stand-in plays it in development. */
export type Vendor = {
  /** As the price list and receipts name it. */
  name: string
  /** Environment variables that must all be set before the vendor itself is called. */
  requires: readonly string[]
  /** Others that it reads, such as an address or a region. */
  reads?: readonly string[]
  /** Where the models stand-in plays it: `/polly`. */
  standInPath: string
}

/** How a vendor is reached for one call: with its settings, or as a stand-in at this address. */
export type VendorAccess = { settings: Readonly<Record<string, string | undefined>>; standInUrl: string | undefined }

/** Something of the service that may be bought: an engine, a quality. */
export type ServiceModel = {
  id: string
  displayName: string
  /** `embedded`: done on this machine, at no vendor's price. */
  vendor: Vendor | 'embedded'
  /** In one of the forms people write. A vendor's is its list price. */
  price: Price | readonly Price[]
}

/** What a call needs to be priced and done. Made before any money is held. */
export type PreparedCall = {
  model: ServiceModel
  /** The most it can count. What the vendor counts beyond is our loss. */
  unitsMax: number
  /** The caller's own cap. */
  chargeMaxMicrocents?: Microcents | undefined
  /** Does the work. A failure charges nothing; `BilledFailure` says that the vendor may bill us all the same. */
  run: () => Promise<ServiceResult>
}

export type ServiceResult = {
  /** What is charged: what the vendor says it counted. */
  units: number
  answer: { contentType: string; bytes: Uint8Array } | { json: Record<string, unknown> }
}

export type ServiceTools = {
  speaker: Speaker
  pages: PageReader
  /** Throws `model_not_found` where the vendor is not set up. */
  access: (model: ServiceModel) => VendorAccess
}

export type BuiltInService<Body extends z.ZodType = z.ZodType> = {
  /** In `/v1/services`: lower case. */
  name: string
  /** Below `/v1` and below `/v1/users/{id}`. */
  path: string
  /** One sentence for lists and documentation. */
  summary: string
  /** What is counted. */
  unit: string
  /** What people usually buy, so that prices can be compared. */
  typical: { units: number; words: string }
  models: readonly ServiceModel[]
  body: Body
  prepare: (body: z.infer<Body>, tools: ServiceTools) => Promise<PreparedCall>
}

/** Keeps the types of body and handler together. */
export function builtInService<Body extends z.ZodType>(service: BuiltInService<Body>): BuiltInService<Body> {
  return service
}

export const providerOf = ({ vendor }: ServiceModel) => (vendor === 'embedded' ? 'embedded' : vendor.name)
