// Links in mails that stop spending without signing in. What a link may do is in it, signed: one app's permission or the whole wallet,
// until a day. It can never raise, resume or show anything, so whoever holds it can only make things safer.
import { createHmac, timingSafeEqual } from 'node:crypto'
import { NIL_ID } from '@farebox/db'
import { AppError } from '@farebox/errors'

export type StopLink = {
  walletId: string
  /** Null: everything the wallet pays for. */
  connectionId: string | null
  expiresAt: Date
}

/** How long a mail's link works. */
export const STOP_LINK_DAYS = 90

const PURPOSE = 'farebox stop link 1'
const ID_BYTES = 16
const TIME_BYTES = 6
const PAYLOAD_BYTES = 2 * ID_BYTES + TIME_BYTES
const FORM = /^[\w-]{51}\.[\w-]{43}$/

/** `secrets` are separated by commas: the first signs, all are known, so that one can replace another. */
export function signStopLink(secrets: string, { walletId, connectionId, expiresAt }: StopLink): string {
  const [current = ''] = secrets.split(',')
  const time = Buffer.alloc(TIME_BYTES)
  time.writeUIntBE(expiresAt.getTime(), 0, TIME_BYTES)
  const payload = Buffer.concat([bytesOf(walletId), bytesOf(connectionId ?? NIL_ID), time])
  return `${payload.toString('base64url')}.${signatureOf(current, payload).toString('base64url')}`
}

/** Throws `not_found` with a sentence for people: not ours, or too old. */
export function readStopLink(secrets: string, token: string, now: Date): StopLink {
  const [payload, signature] = FORM.test(token) ? token.split('.').map((part) => Buffer.from(part, 'base64url')) : []
  if (payload?.length !== PAYLOAD_BYTES || !signature || !isSigned(secrets, payload, signature)) {
    throw new AppError('not_found', { message: 'This link is not complete, or not ours.' })
  }
  const connectionId = idOf(payload.subarray(ID_BYTES, 2 * ID_BYTES))
  const expiresAt = new Date(payload.readUIntBE(2 * ID_BYTES, TIME_BYTES))
  if (expiresAt <= now) throw new AppError('not_found', { message: `This link is older than ${STOP_LINK_DAYS} days.` })
  return { walletId: idOf(payload.subarray(0, ID_BYTES)), connectionId: connectionId === NIL_ID ? null : connectionId, expiresAt }
}

const signatureOf = (secret: string, payload: Buffer) => createHmac('sha256', secret).update(PURPOSE).update(payload).digest()

const isSigned = (secrets: string, payload: Buffer, signature: Buffer) =>
  secrets.split(',').some((secret) => timingSafeEqual(signatureOf(secret, payload), signature))

const bytesOf = (id: string) => Buffer.from(id.replaceAll('-', ''), 'hex')

const idOf = (bytes: Buffer) => bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
