// The cookies of a web app. Cookies do not separate by port, so every app has its own names.
import type { WebAudience } from './principal.ts'

export type CookieNames = { session: string; ticket: string; csrf: string; callback: string }

/**
 * `__Host-`: no subdomain and no plain HTTP can set it. Next-auth takes every cookie that begins with the session's name
 * for a piece of it, so no other may.
 */
export function cookieNames(audience: WebAudience, address: string): CookieNames {
  const start = `${address.startsWith('https:') ? '__Host-' : ''}farebox-${audience}`
  return { session: `${start}-session`, ticket: `${start}-ticket`, csrf: `${start}-csrf`, callback: `${start}-callback` }
}
