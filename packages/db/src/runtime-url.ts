// Every connection of a running app sets the role `farebox_app`, whatever login it uses.

const APP_ROLE = 'farebox_app'

export function runtimeUrl(url: string, clockOffset?: string): string {
  const runtime = new URL(url)
  // Prisma reads a moment without the zone the server wrote it in: a server that lives elsewhere must speak UTC to us.
  const settings = [`-c role=${APP_ROLE}`, '-c timezone=UTC']
  if (clockOffset) settings.push(`-c farebox.clock_offset=${clockOffset.replaceAll(' ', '\\ ')}`)
  runtime.searchParams.set('options', settings.join(' '))
  // PostgreSQL's own parser of connection strings knows %20, not the + that URLSearchParams writes.
  return runtime.href.replaceAll('+', '%20')
}
