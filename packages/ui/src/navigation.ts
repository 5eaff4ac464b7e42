// What the rail, the phone's tabs and the phone's menu all show.
import type { ReactNode } from 'react'

export type NavigationLink = {
  label: string
  href: string
  /** An element such as `<Key aria-hidden />`: elements cross from server to client, components do not. */
  icon: ReactNode
  /** A small number or word behind the label. */
  note?: string
  /** Of a phone's tab: other pages it leads to. */
  covers?: readonly string[]
}

export type NavigationGroup = { label?: string; links: readonly NavigationLink[] }

/** `/apps/1` is under `/apps`, and `/apples` is not. The root is only itself. */
export function isCurrentPath(pathname: string, href: string): boolean {
  const path = href.split(/[?#]/)[0] || '/'
  return pathname === path || (path !== '/' && pathname.startsWith(`${path}/`))
}

/** The one link to mark: of several that fit, the one with the longest path. */
export function currentHref(pathname: string, groups: readonly NavigationGroup[]): string | undefined {
  return groups
    .flatMap((group) => group.links.map((link) => link.href))
    .filter((href) => isCurrentPath(pathname, href))
    .sort((one, other) => pathLength(other) - pathLength(one))[0]
}

const pathLength = (href: string) => href.split(/[?#]/)[0]?.length ?? 0
