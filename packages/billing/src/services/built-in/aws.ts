// Amazon as a vendor: one pair of keys for all of its services.
import type { Vendor, VendorAccess } from './built-in-service.ts'

const credentials = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'] as const

/** `addressVariable` is the name AWS's own clients know: AWS_ENDPOINT_URL_POLLY. */
export function awsVendor(addressVariable: string, standInPath: string): Vendor {
  return { name: 'aws', requires: credentials, reads: ['AWS_REGION', addressVariable], standInPath }
}

const VENDOR_MS = 60_000

/** Settings of a client. One attempt: a call that failed may have been billed, so whether to try again is the caller's to say. */
export function awsClientSettings({ settings, standInUrl }: VendorAccess, addressVariable: string) {
  const endpoint = standInUrl ?? settings[addressVariable]
  return {
    region: settings.AWS_REGION || 'us-east-1',
    credentials: {
      accessKeyId: settings.AWS_ACCESS_KEY_ID ?? 'stand-in',
      secretAccessKey: settings.AWS_SECRET_ACCESS_KEY ?? 'stand-in',
    },
    maxAttempts: 1,
    ...(endpoint && { endpoint }),
    requestHandler: { requestTimeout: VENDOR_MS, connectionTimeout: 10_000 },
  }
}
