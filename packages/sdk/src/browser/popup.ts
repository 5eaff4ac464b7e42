// A window of the wallet over the app's page. It is opened in the click itself, before anything else; what it says counts only
// from the wallet's own origin.

/** Opened empty, since its address may still have to be asked for. Null: the browser did not let it. */
export function openPopup(): Window | null {
  const [width, height] = [480, 720]
  const left = Math.max(0, Math.round(screenX + (outerWidth - width) / 2))
  const top = Math.max(0, Math.round(screenY + (outerHeight - height) / 2))
  return open('about:blank', '_blank', `popup,width=${width},height=${height},left=${left},top=${top}`)
}

/** Where a second window is no good: it would be a tab that nobody finds back from, or is not to be had at all. */
export function isBetterInThisTab(): boolean {
  if (top !== self) return false
  const isInApp = /FBA[NV]|Instagram|Line\/|MicroMessenger|Snapchat|TikTok|musical_ly|; wv\)/.test(navigator.userAgent)
  return isInApp || matchMedia('(display-mode: standalone)').matches || matchMedia('(max-width: 600px) and (pointer: coarse)').matches
}

type FromWallet<Answer> = { farebox: string; answer: Answer }

export type Wait<Answer> = { origin: string; kind: string; isOurs: (answer: Answer) => boolean }

/** The wallet's message, once. Answers what stops waiting. */
export function hearWallet<Answer>({ origin, kind, isOurs }: Wait<Answer>, hear: (answer: Answer) => void): () => void {
  const listen = ({ origin: from, data }: MessageEvent<FromWallet<Answer> | null>) => {
    if (from !== origin || data?.farebox !== kind || !isOurs(data.answer)) return
    hear(data.answer)
  }
  addEventListener('message', listen)
  return () => removeEventListener('message', listen)
}

const LOOK_EVERY_MS = 500
/** Seen closed this often before it is believed: a message may still be on its way. */
const LOOKS = 2

/**
 * Tells once when the window looks closed. That is a hint, no more: where either side isolates itself (Cross-Origin-Opener-Policy)
 * a window looks closed that is not. Answers what stops looking.
 */
export function watchClosed(popup: Window, tell: () => void): () => void {
  let seen = 0
  const timer = setInterval(() => {
    seen = popup.closed ? seen + 1 : 0
    if (seen < LOOKS) return
    clearInterval(timer)
    tell()
  }, LOOK_EVERY_MS)
  return () => clearInterval(timer)
}
