// A link whose address is only known when it is shown. Apps check their own addresses (typedRoutes); a component that is
// handed one cannot.
import type { Route } from 'next'
import Link from 'next/link'
import type { ComponentProps } from 'react'

export function AppLink({ href, ...rest }: Omit<ComponentProps<typeof Link>, 'href'> & { href: string }) {
  return <Link href={href as Route} {...rest} />
}
