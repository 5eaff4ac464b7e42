// The app's own session: encrypted into a cookie, so that this server keeps nothing and the browser learns nothing.
const key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
const NONCE_BYTES = 12

export async function sealed(value: unknown): Promise<string> {
  const nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES))
  const secret = await crypto.subtle.encrypt({ name: 'AES-GCM', iv: nonce }, key, new TextEncoder().encode(JSON.stringify(value)))
  return Buffer.concat([nonce, new Uint8Array(secret)]).toString('base64url')
}

/** Undefined for what was not sealed by this server since it started. */
export async function openSealed<Value>(text: string | undefined): Promise<Value | undefined> {
  try {
    const bytes = Buffer.from(text ?? '', 'base64url')
    const [nonce, secret] = [bytes.subarray(0, NONCE_BYTES), bytes.subarray(NONCE_BYTES)]
    return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt({ name: 'AES-GCM', iv: nonce }, key, secret)))
  } catch {
    return undefined
  }
}
