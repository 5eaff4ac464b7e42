// The sheet as its readers meet it. Its shadow tree is closed to scripts, also to a test's: so it is found as screen readers find it,
// and clicked with the mouse.
import { expect, type Page } from '@playwright/test'

type Node = { role?: { value: string }; name?: { value: string }; backendDOMNodeId?: number; ignored: boolean } & {
  properties?: { name: string; value: { value: unknown } }[]
}

/** What assistive technology is told, in order: `button: Top up`. */
export async function toldAloud(page: Page): Promise<string[]> {
  return (await nodesOf(page)).map(({ role, name }) => `${role?.value}: ${name?.value}`)
}

/** Waits for the question. */
export async function expectSheet(page: Page, title: string | RegExp): Promise<void> {
  const found = async () => (await nodesOf(page)).some(({ role, name }) => role?.value === 'dialog' && fits(name?.value ?? '', title))
  await expect.poll(found, { message: `a sheet that says ${title}` }).toBe(true)
}

export async function expectNoSheet(page: Page): Promise<void> {
  await expect.poll(async () => (await nodesOf(page)).some(({ role }) => role?.value === 'dialog')).toBe(false)
}

export async function pressInSheet(page: Page, label: string | RegExp): Promise<void> {
  const button = async () => (await nodesOf(page)).find(({ role, name }) => role?.value === 'button' && fits(name?.value ?? '', label))
  await expect.poll(button, { message: `the button ${label}` }).toBeTruthy()
  const { left, top, right, bottom } = await boxOf(page, await button())
  await page.mouse.click((left + right) / 2, (top + bottom) / 2)
}

/** Where on the screen. */
export async function placeOf(page: Page, wanted: 'dialog'): Promise<Box> {
  return boxOf(
    page,
    (await nodesOf(page)).find(({ role }) => role?.value === wanted),
  )
}

/** What the next key would press. */
export async function focused(page: Page): Promise<string | undefined> {
  const isFocused = ({ properties = [] }: Node) => properties.some(({ name, value }) => name === 'focused' && value.value === true)
  return (await nodesOf(page)).find((node) => node.role?.value === 'button' && isFocused(node))?.name?.value
}

type Box = { left: number; top: number; right: number; bottom: number }

async function boxOf(page: Page, node: Node | undefined): Promise<Box> {
  const session = await page.context().newCDPSession(page)
  const { quads } = await session.send('DOM.getContentQuads', { backendNodeId: node?.backendDOMNodeId ?? 0 })
  await session.detach()
  const [left = 0, top = 0, , , right = 0, bottom = 0] = quads[0] ?? []
  return { left, top, right, bottom }
}

const fits = (text: string, wanted: string | RegExp) => (typeof wanted === 'string' ? text === wanted : wanted.test(text))

async function nodesOf(page: Page): Promise<Node[]> {
  const session = await page.context().newCDPSession(page)
  const { nodes } = await session.send('Accessibility.getFullAXTree')
  await session.detach()
  return (nodes as Node[]).filter(
    ({ ignored, role }) => !ignored && ['dialog', 'button', 'link', 'status', 'heading'].includes(role?.value ?? ''),
  )
}
