// The two typefaces, served by the app itself: no request leaves for a font.
import { GeistMono } from 'geist/font/mono'
import { GeistSans } from 'geist/font/sans'

/** For `<html className>`: sets the variables that the tokens read. */
export const fontClassNames = `${GeistSans.variable} ${GeistMono.variable}`
