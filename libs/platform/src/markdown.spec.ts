import { describe, expect, it } from '@jest/globals';
import { markdownText } from './markdown';

describe('Text in Markdown', () => {
  it.each([
    ['# heading', '\\# heading'],
    ['- item', '\\- item'],
    ['1. item', '1&#46; item'],
    ['a | b', 'a \\| b'],
    ['[x](javascript:alert(1))', '\\[x\\]\\(javascript&#58;alert\\(1\\)\\)'],
    ['![x](https://evil.example/?q)', '\\!\\[x\\]\\(https&#58;\\/\\/evil&#46;example\\/\\?q\\)'],
    ['<script>', '&lt;script&gt;'],
    ['&lt;script&gt;', '&amp;lt\\;script&amp;gt\\;'],
    ['@everyone www.evil.example', '&#64;everyone www&#46;evil&#46;example'],
    ['`code` **bold** ~~gone~~ $x$', '\\`code\\` \\*\\*bold\\*\\* \\~\\~gone\\~\\~ \\$x\\$'],
    ['one\n\n# two\r\nthree\u2028four', 'one \\# two three four'],
    ['back\\slash', 'back\\\\slash'],
    ['Grüße, 24 h', 'Grüße\\, 24 h'],
    ['a\u202Eb\0c', 'a b c'],
  ])('shows %j and does nothing', (text, expected) => expect(markdownText(text)).toBe(expected));
});
