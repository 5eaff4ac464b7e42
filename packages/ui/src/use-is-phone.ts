'use client'
// Whether the window is under 640 px. The server draws the desktop; what differs by this opens only after a press.
import { useSyncExternalStore } from 'react'

const PHONE = '(max-width: 639.98px)'

function subscribe(onChange: () => void): () => void {
  const query = matchMedia(PHONE)
  query.addEventListener('change', onChange)
  return () => query.removeEventListener('change', onChange)
}

export function useIsPhone(): boolean {
  return useSyncExternalStore(
    subscribe,
    () => matchMedia(PHONE).matches,
    () => false,
  )
}
