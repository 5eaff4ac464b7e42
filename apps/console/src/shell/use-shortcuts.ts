'use client'
// Single keys: `g` and a letter goes somewhere, `/` searches, `j` and `k` walk through rows, `?` lists them. Nothing happens while one
// types, and they can be switched off (some people's speech input types letters of its own accord).
import type { Route } from 'next'
import { useRouter } from 'next/navigation'
import { useEffect, useRef, useState } from 'react'
import type { Place } from './places'

const STORED_AS = 'farebox-console-shortcuts'
const G_WAITS_MS = 1_500

export type Shortcuts = { isOn: boolean; turn: (isOn: boolean) => void }

export function useShortcuts(places: readonly Place[], onList: () => void): Shortcuts {
  const router = useRouter()
  const [isOn, setIsOn] = useState(true)
  const pressedG = useRef(0)

  useEffect(() => setIsOn(localStorage.getItem(STORED_AS) !== 'off'), [])
  useEffect(() => {
    if (!isOn) return
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return
      const goes = Date.now() - pressedG.current < G_WAITS_MS ? places.find(({ letter }) => letter === event.key) : undefined
      pressedG.current = event.key === 'g' ? Date.now() : 0
      if (goes) router.push(goes.href as Route)
      else if (event.key === '?') onList()
      else if (event.key === '/') router.push('/search' as Route)
      else if (event.key === 'j' || event.key === 'k') walk(event.key === 'j' ? 1 : -1)
      else return
      event.preventDefault()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [isOn, places, onList, router])

  return {
    isOn,
    turn: (next) => {
      localStorage.setItem(STORED_AS, next ? 'on' : 'off')
      setIsOn(next)
    },
  }
}

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement && (target.isContentEditable || target.closest('input, textarea, select, [role=dialog]') !== null)

/** From row to row: each row's link takes the focus, and Enter follows it. */
function walk(step: 1 | -1): void {
  const links: Element[] = [...document.querySelectorAll('main tbody a')]
  const standing = document.activeElement ? links.indexOf(document.activeElement) : -1
  const next = links[standing === -1 ? (step === 1 ? 0 : links.length - 1) : standing + step]
  if (next instanceof HTMLElement) next.focus()
}
