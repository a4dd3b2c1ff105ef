import { describe, expect, test } from '@jest/globals'
import { answersIn, mergeTexts } from '../../../src/merge/text/merge-texts.ts'
import { mergeStructure } from '../../../src/merge/text/structure.ts'

const xml = (base: string, ours: string, theirs: string) =>
  mergeStructure('conf/server.xml', base, ours, theirs)
const merged = (text: string) => ({ kind: 'merged', text })

const base = `<?xml version="1.0" encoding="UTF-8"?>
<!-- The server. -->
<Server port="8005" shutdown="SHUTDOWN">
  <Service name="Catalina">
    <Connector port="8080" protocol="HTTP/1.1"/>
    <Engine name="Catalina" defaultHost="localhost">
      <Host name="localhost" appBase="webapps"></Host>
    </Engine>
  </Service>
  <Motto>be kind</Motto>
</Server>
`

describe('an XML text', () => {
  test('keeps our attributes, comments and layout, and gets theirs beside them', () => {
    const ours = base
      .replace('port="8080" protocol', "port='9080'\n               protocol")
      .replace('<!-- The server. -->', '<!-- Our server. -->')
      .replace('  <Motto>', '  <!-- ours --><Motto>')
    const theirs = base
      .replace(
        'HTTP/1.1"/>',
        'HTTP/1.1" maxThreads="200"/>\n    <!-- For TLS. -->\n    <Connector name="tls" port="8443">\n      <Cert/>\n    </Connector>',
      )
      .replace('be kind', 'be kind &amp; fast')
      .replace(' shutdown="SHUTDOWN"', '')

    expect(xml(base, ours, theirs)).toEqual(
      merged(`<?xml version="1.0" encoding="UTF-8"?>
<!-- Our server. -->
<Server port="8005">
  <Service name="Catalina">
    <Connector port='9080'
               protocol="HTTP/1.1"
               maxThreads="200"/>
    <!-- For TLS. -->
    <Connector name="tls" port="8443">
      <Cert/>
    </Connector>
    <Engine name="Catalina" defaultHost="localhost">
      <Host name="localhost" appBase="webapps"></Host>
    </Engine>
  </Service>
  <!-- ours --><Motto>be kind &amp; fast</Motto>
</Server>
`),
    )
  })

  test.each([
    [
      'an element that they drop goes with its comment',
      '<a>\n  <!-- c -->\n  <b/>\n  <d/>\n</a>',
      '<a>\n  <!-- c -->\n  <b/>\n  <d x="1"/>\n</a>',
      '<a>\n  <d/>\n</a>',
      '<a>\n  <d x="1"/>\n</a>',
    ],
    [
      'our comment stays where theirs drop the element',
      '<a>\n  <b/>\n  <d/>\n</a>',
      '<a>\n  <!-- ours -->\n  <b/>\n  <d/>\n</a>',
      '<a>\n  <d/>\n</a>',
      '<a>\n  <!-- ours -->\n  <d/>\n</a>',
    ],
    [
      'an empty element is filled',
      '<a><b/><c/></a>',
      '<a><b/><c x="1"/></a>',
      '<a><b>t</b><c/></a>',
      '<a><b>t</b><c x="1"/></a>',
    ],
    [
      'text in CDATA is the same text',
      '<a><b>x &lt; y</b><c/></a>',
      '<a><b><![CDATA[x < y]]></b><c x="1"/></a>',
      '<a><b>x &lt; z</b><c/></a>',
      '<a><b>x &lt; z</b><c x="1"/></a>',
    ],
    [
      'line ends of ours',
      '<a><b/></a>',
      '<a>\r\n\t<b x="1"/>\r\n</a>\r\n',
      '<a>\n    <b/>\n    <n>\n        <o/>\n    </n>\n</a>',
      '<a>\r\n\t<b x="1"/>\r\n\t<n>\r\n\t\t<o/>\r\n\t</n>\r\n</a>\r\n',
    ],
    [
      'our comment in an element that is filled stays',
      '<a>\n  <b>\n  </b>\n</a>',
      '<a>\n  <b>\n    <!-- ours -->\n  </b>\n</a>',
      '<a>\n  <b>\n    <n/>\n  </b>\n</a>',
      '<a>\n  <b>\n    <!-- ours -->\n    <n/>\n  </b>\n</a>',
    ],
    [
      'our comment behind the last element that they drop stays',
      '<a>\n  <b/>\n</a>',
      '<a>\n  <b/>\n  <!-- ours -->\n</a>',
      '<a>\n</a>',
      '<a>\n  <!-- ours -->\n</a>',
    ],
    ['quotes of ours', `<a x="1" y="1"/>`, `<a x='1' y='2'/>`, `<a x="3" y="1"/>`, `<a x='3' y='2'/>`],
    [
      'but for a value that holds such a quote',
      `<a x="1" y="1"/>`,
      `<a x='1' y='2'/>`,
      `<a x="it's" y="1"/>`,
      `<a x="it's" y='2'/>`,
    ],
    [
      'a processing instruction of ours',
      '<a><b/></a>',
      '<?style x?><a><?mine y?><b/></a>',
      '<a><b x="1"/></a>',
      '<?style x?><a><?mine y?><b x="1"/></a>',
    ],
    [
      'a character that is written in one way here and in another there',
      '<a><b/></a>',
      '<a o="1"><b x="\u00c3\u00bc"/></a>',
      '<a><b x="&#xFC;"/></a>',
      '<a o="1"><b x="\u00c3\u00bc"/></a>',
    ],
    [
      'a byte order mark stays',
      '<a x="1" y="1"/>',
      '\u00ef\u00bb\u00bf<a x="1" y="2"/>',
      '<a x="2" y="1"/>',
      '\u00ef\u00bb\u00bf<a x="2" y="2"/>',
    ],
    ['both added other attributes', '<a/>', '<a o="1"/>', '<a t="2"/>', '<a o="1" t="2"/>'],
    [
      'a mixture that only they changed is theirs',
      '<a><p>x <b>y</b></p><c/></a>',
      '<a><p>x <b>y</b></p><c x="1"/></a>',
      '<a><p>z <b>y</b></p><c/></a>',
      '<a><p>z <b>y</b></p><c x="1"/></a>',
    ],
    [
      'elements that cannot be told apart, changed by them only',
      '<a><p><i/><i/></p><c/></a>',
      '<a><p><i/><i/></p><c x="1"/></a>',
      '<a><p><i/><i/><i/></p><c/></a>',
      '<a><p><i/><i/><i/></p><c x="1"/></a>',
    ],
    [
      'a document type without declarations stays',
      '<!DOCTYPE a SYSTEM "a.dtd"><a x="1" y="1"/>',
      '<!DOCTYPE a SYSTEM "a.dtd"><a x="2" y="1"/>',
      '<!DOCTYPE a SYSTEM "a.dtd"><a x="1" y="2"/>',
      '<!DOCTYPE a SYSTEM "a.dtd"><a x="2" y="2"/>',
    ],
    [
      'a namespace declaration is an attribute',
      '<a/>',
      '<a xmlns:x="u"/>',
      '<a b="1"/>',
      '<a xmlns:x="u" b="1"/>',
    ],
  ])('%s', (_name, before, ours, theirs, wanted) => {
    expect(xml(before, ours, theirs)).toEqual(merged(wanted))
  })

  test.each([
    [
      'an attribute',
      base.replace('8080', '9080'),
      base.replace('8080', '80'),
      '["Server","Service[name=Catalina]","Connector","@port"]',
      '"9080"',
    ],
    [
      'a text',
      base.replace('be kind', 'be quick'),
      base.replace('be kind', 'be slow'),
      '["Server","Motto","#text"]',
      'be quick',
    ],
    [
      'an element that they dropped',
      base.replace('be kind', 'be quick'),
      base.replace('  <Motto>be kind</Motto>\n', ''),
      '["Server","Motto"]',
      '<Motto>be quick</Motto>',
    ],
  ])('with %s that both changed is a conflict of that', (_name, ours, theirs, key, value) => {
    expect(xml(base, ours, theirs)).toMatchObject({ kind: 'conflict', open: [{ key, ours: value }] })
  })

  test.each([
    ['entities of its own', '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', '<a o="1"/>', '<a/>'],
    [
      'a prefix that stands for something else',
      '<a xmlns:p="u" x="1"/>',
      '<a xmlns:p="u" x="2"/>',
      '<a xmlns:p="v" x="1"/>',
    ],
    ['no namespace here and one there', '<a><b/></a>', '<a><b o="1"/></a>', '<a xmlns="u"><b/></a>'],
    ['a prefix that we dropped', '<a xmlns:p="u"/>', '<a/>', '<a xmlns:p="u"><p:b/></a>'],
    ['an entity that nobody declared', '<a/>', '<a o="1"/>', '<a>&nbsp;</a>'],
    ['instructions that they changed', '<a><?x 1?></a>', '<a o="1"><?x 1?></a>', '<a><?x 2?></a>'],
    ['siblings that they alone moved', '<a><b/><c/></a>', '<a><b/><c/></a> ', '<a><c/><b/></a>'],
    ['text that moved in a mixture', '<a><p>x<b/>y</p></a>', '<a><p>x<b/>z</p></a>', '<a><p>xy<b/></p></a>'],
    ['our comment in a text that they changed', '<a>t</a>', '<a>t<!-- ours --></a>', '<a>u</a>'],
    [
      'our comment in an element that they drop',
      '<a><b/><c/></a>',
      '<a><b><!-- o --></b><c/></a>',
      '<a><c/></a>',
    ],
    [
      'keys that stand twice',
      '<a><i id="1"/></a>',
      '<a><i id="1" o="1"/></a>',
      '<a><i id="1"/><i id="1"/></a>',
    ],
    ['siblings that changed places', '<a><b/><c/></a>', '<a><b o="1"/><c/></a>', '<a><c/><b/></a>'],
    ['a mixture that both changed', '<a>x <b/> y</a>', '<a>x <b/> o</a>', '<a>t <b/> y</a>'],
    [
      'another document type',
      '<!DOCTYPE a SYSTEM "1"><a x="1"/>',
      '<!DOCTYPE a SYSTEM "1"><a x="2"/>',
      '<!DOCTYPE a SYSTEM "2"><a x="1"/>',
    ],
    [
      'white space that counts',
      '<a xml:space="preserve"> </a>',
      '<a xml:space="preserve" o="1"> </a>',
      '<a xml:space="preserve">  </a>',
    ],
    ['an attribute that stands twice', '<a/>', '<a o="1"/>', '<a b="1" b="2"/>'],
    ['an end tag that is none', '<a/>', '<a o="1"/>', '<a><b></a></b>'],
    ['nesting without end', '<a/>', '<a o="1"/>', `${'<a>'.repeat(300)}${'</a>'.repeat(300)}`],
  ])('with %s is declined', (_name, before, ours, theirs) => {
    expect(xml(before, ours, theirs)).toEqual({ kind: 'declined' })
  })
})

test('an answer to an attribute counts in a file that differs elsewhere', () => {
  const sides = { base, ours: base.replace('8080', '9080'), theirs: base.replace('8080', '80') }
  const answers = answersIn('server.xml', sides, base.replace('8080', '9081'))
  const production = {
    ...sides,
    ours: sides.ours.replace('defaultHost="localhost"', 'defaultHost="is.example.org"'),
  }

  const result = mergeTexts('server.xml', production, answers ?? new Map())

  expect(result).toEqual({ ...merged(production.ours.replace('9080', '9081')), answered: 1 })
})
