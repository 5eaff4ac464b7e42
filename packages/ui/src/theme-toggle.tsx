'use client'
// System, light, dark, system again: one button whose name says what is on now.
import { Monitor, Moon, Sun } from 'lucide-react'
import { useTheme } from 'next-themes'
import { useSyncExternalStore } from 'react'
import { IconButton } from './icon-button.tsx'

const themes = {
  system: { icon: <Monitor aria-hidden className="size-4.5" />, label: 'Theme: as your system', next: 'light' },
  light: { icon: <Sun aria-hidden className="size-4.5" />, label: 'Theme: light', next: 'dark' },
  dark: { icon: <Moon aria-hidden className="size-4.5" />, label: 'Theme: dark', next: 'system' },
} as const

/** The server cannot know the chosen theme, so its first drawing is the neutral one. */
function useIsInBrowser(): boolean {
  return useSyncExternalStore(
    () => () => {},
    () => true,
    () => false,
  )
}

export function ThemeToggle() {
  const { theme, setTheme } = useTheme()
  const isInBrowser = useIsInBrowser()
  const shown = themes[isInBrowser && (theme === 'light' || theme === 'dark') ? theme : 'system']
  return <IconButton icon={shown.icon} label={shown.label} onClick={() => setTheme(shown.next)} />
}
