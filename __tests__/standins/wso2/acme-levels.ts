import type { Content } from '../../helpers/tree.ts'
import { zipOf } from '../../helpers/zip.ts'

/** What a level makes of the tree before it: new content by path, null where a file goes. */
export type LevelTree = Readonly<Record<string, Content | null>>

export const acmeProduct = 'wso2acme-1.0.0'

const bundlesInfo =
  'repository/components/default/configuration/org.eclipse.equinox.simpleconfigurator/bundles.info'

export const storePage = 'repository/deployment/server/jaggeryapps/store/test.jag'
export const consoleWar = 'repository/deployment/server/webapps/console.war'

/** A small product like WSO2's: the base and four levels. `repository/conf/deployment.toml` is never touched. */
export const acmeLevels: readonly LevelTree[] = [
  {
    'LICENSE.txt': 'The licence of the sample.\n',
    'bin/acme.sh': {
      content: '#!/bin/sh\nexec java -jar "$(dirname "$0")/../lib/acme-boot.jar"\n',
      mode: 0o755,
    },
    'bin/wso2carbon-version.txt': 'WSO2 Carbon v4.9.0\n',
    'lib/acme-boot.jar': jar('boot 1'),
    'dbscripts/h2.sql': 'CREATE TABLE acme (id INT);\n',
    'repository/components/plugins/org.acme.core_7.8.23.jar': jar('core 7.8.23'),
    'repository/components/plugins/org.acme.ui_1.2.0.jar': jar('ui 1.2.0'),
    'repository/components/dropins/org.acme.extra_1.0.0.jar': jar('extra 1.0.0'),
    [bundlesInfo]: bundles('7.8.23'),
    'repository/conf/deployment.toml': '[server]\nhostname = "localhost"\n',
    'repository/resources/conf/default.json': '{\n  "server.mode": "single",\n  "cache.size": 100\n}\n',
    'repository/resources/conf/templates/repository/conf/carbon.xml.j2':
      '<Server><Mode>{{mode}}</Mode></Server>\n',
    'repository/resources/Terms of use.txt': 'Terms of 2025.\n',
    'repository/resources/Old notes.txt': 'Notes nobody reads.\n',
    [storePage]: page('Store', 'en', '2025'),
    [consoleWar]: war('main 1'),
    'updates/product.txt': acmeProduct,
  },
  {
    'repository/components/plugins/org.acme.core_7.8.23.jar': null,
    'repository/components/plugins/org.acme.core_7.8.23.14.jar': jar('core 7.8.23.14'),
    [bundlesInfo]: bundles('7.8.23.14'),
    'repository/resources/conf/default.json': '{\n  "server.mode": "single",\n  "cache.size": 200\n}\n',
    [storePage]: page('Acme store', 'en', '2025'),
  },
  {
    'repository/components/lib/new-library.jar': jar('library'),
    'migration-resources/1.1.0/h2 migration.sql': 'ALTER TABLE acme ADD name VARCHAR(20);\n',
    'repository/resources/Terms of use.txt': 'Terms of 2026.\n',
    'lib/acme-boot.jar': jar('boot 2'),
  },
  {
    'repository/components/dropins/org.acme.extra_1.0.0.jar': null,
    'repository/components/dropins/org.acme.extra_1.0.0.3.jar': jar('extra 1.0.0.3'),
    'repository/resources/conf/templates/repository/conf/carbon.xml.j2':
      '<Server><Mode>{{mode}}</Mode><Port>{{port}}</Port></Server>\n',
    [consoleWar]: war('main 2'),
  },
  {
    'repository/components/plugins/org.acme.core_7.8.23.14.jar': null,
    'repository/components/plugins/org.acme.core_7.8.23.20.jar': jar('core 7.8.23.20'),
    [bundlesInfo]: bundles('7.8.23.20'),
    'repository/resources/Old notes.txt': null,
    'dbscripts/h2.sql': 'CREATE TABLE acme (id BIGINT);\n',
    [storePage]: page('Acme store', 'en', '2026'),
  },
]

function jar(content: string): Buffer {
  return zipOf([
    { name: 'META-INF/MANIFEST.MF', content: 'Manifest-Version: 1.0\n', deflate: true },
    { name: 'org/acme/content.txt', content, deflate: true },
  ])
}

function war(script: string): Buffer {
  return zipOf([
    { name: 'WEB-INF/web.xml', content: '<web-app/>\n', deflate: true },
    { name: 'static/main.js', content: `${script}\n`, deflate: true },
  ])
}

function bundles(core: string): string {
  return [
    `org.acme.core,${core},../plugins/org.acme.core_${core}.jar,4,true`,
    'org.acme.ui,1.2.0,../plugins/org.acme.ui_1.2.0.jar,4,true',
    '',
  ].join('\n')
}

/** A page whose title, language and year stand far enough apart to be changed by two people. */
function page(title: string, language: string, year: string): string {
  return [
    '<%',
    `var title = "${title}";`,
    'include("header.jag");',
    'include("search.jag");',
    `var language = "${language}";`,
    'include("list.jag");',
    'include("detail.jag");',
    `var year = ${year};`,
    '%>',
    '',
  ].join('\n')
}
