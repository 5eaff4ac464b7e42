// The frame of a signed-in page: rail, top bar, and the sandbox banner that stays in sight.

import type { ReactNode } from 'react'
import { AppLink } from './app-link.tsx'
import { classNames } from './class-names.ts'
import type { NavigationGroup, NavigationLink } from './navigation.ts'
import { PhoneMenu } from './phone-menu.tsx'
import { PhoneTabs } from './phone-tabs.tsx'
import { RailLinks } from './rail-links.tsx'
import { SandboxBanner } from './sandbox-banner.tsx'
import { MAIN_ID, SkipLink } from './skip-link.tsx'
import { ThemeToggle } from './theme-toggle.tsx'
import { Wordmark } from './wordmark.tsx'

type AppShellProps = {
  /** The word behind the name: "Wallet". Left out for the dashboard. */
  product?: string
  homeHref: string
  navigation: readonly NavigationGroup[]
  /** Under 640 px: `tabs` along the lower edge (at most five), or a `menu`. */
  phoneNavigation: 'tabs' | 'menu'
  /** Where the tabs are not simply the first five links. */
  tabs?: readonly NavigationLink[]
  mode?: 'live' | 'sandbox'
  exitSandboxHref?: string
  /** Organization and app switcher, at the start of the top bar. */
  switcher?: ReactNode
  /** Account menu, at the end of the top bar. */
  account?: ReactNode
  /** The same entry in every app. */
  help?: ReactNode
  /** Tables want the width; reading does not. */
  width?: 'wide' | 'narrow'
  children: ReactNode
}

export function AppShell(props: AppShellProps) {
  const {
    product,
    homeHref,
    navigation,
    phoneNavigation,
    tabs = navigation.flatMap((group) => group.links),
    mode = 'live',
    exitSandboxHref,
    switcher,
    account,
    help,
    width = 'wide',
    children,
  } = props
  const home = (
    <AppLink href={homeHref} className="rounded-control p-1" aria-label={product ? `Farebox ${product}, home` : 'Farebox, home'}>
      <Wordmark product={product} />
    </AppLink>
  )
  return (
    <div
      className={classNames(
        'min-h-dvh sm:grid sm:grid-cols-[15rem_minmax(0,1fr)]',
        // How far sticky table heads stay below the top: the bar, and the banner above it.
        mode === 'sandbox' ? '[--bar-height:6.25rem]' : '[--bar-height:4rem]',
      )}
    >
      <SkipLink />
      <aside className="sticky top-0 hidden h-dvh flex-col border-line border-e bg-surface sm:flex">
        <div className="flex h-16 items-center px-5">{home}</div>
        <div className="grow overflow-y-auto px-3 py-3">
          <RailLinks groups={navigation} />
        </div>
        <div className="flex items-center justify-between border-line border-t px-4 py-3 text-sm">
          {help ?? <span />}
          <ThemeToggle />
        </div>
      </aside>
      <div className="min-w-0">
        <div className="sticky top-0 z-20">
          {mode === 'sandbox' ? <SandboxBanner exitHref={exitSandboxHref} /> : null}
          <header className="flex min-h-14 items-center gap-2 border-line border-b bg-canvas/90 px-4 backdrop-blur-md sm:min-h-16 sm:px-8">
            <div className="sm:hidden">{phoneNavigation === 'menu' ? <PhoneMenu groups={navigation} /> : home}</div>
            {switcher}
            <div className="ms-auto flex items-center gap-1">
              <span className="sm:hidden">
                <ThemeToggle />
              </span>
              {account}
            </div>
          </header>
        </div>
        <main
          id={MAIN_ID}
          tabIndex={-1}
          className={classNames(
            'mx-auto space-y-8 px-4 py-6 outline-none sm:px-8 sm:py-9',
            width === 'wide' ? 'max-w-6xl' : 'max-w-3xl',
            phoneNavigation === 'tabs' && 'pb-28 sm:pb-12',
          )}
        >
          {children}
        </main>
      </div>
      {phoneNavigation === 'tabs' ? <PhoneTabs links={tabs} /> : null}
    </div>
  )
}
