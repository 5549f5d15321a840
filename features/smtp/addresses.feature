@smtp
Feature: The grammar of addresses
  Which paths a server must understand, whatever it then decides about them, and which are none.

  @rfc5321-4.1.2-quoted-specials-sender-accepted @service:lmtp
  Scenario: Between quotes an at sign and brackets are text
    Given an SMTP client that has said EHLO
    When it says
      """
      C: MAIL FROM:<"a@b"@example.org>
      S: (250|4xx|550|553|554)
      C: RSET
      S: 250
      C: MAIL FROM:<"a,b;c:d \(e\) \<f\> [g]"@example.org>
      S: (250|4xx|550|553|554)
      """

  @rfc5321-4.1.2-quoted-sender-kept @service:lmtp
  Scenario: A local-part that needs its quotes still has them in the Return-Path field
    Given an SMTP client that has said EHLO
    And this message
      """
      From: {sender}
      To: {recipient}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}

      from a name with a blank in it
      """
    And it says
      """
      C: MAIL FROM:<"two words"@example.org>
      S: <said:code> ...
      """
    And it is enough if "{said}" does not match "250"
    When it says
      """
      C: RCPT TO:<{recipient}>
      S: (250|251)
      C: DATA
      S: 354
      C{.}
        {message}
      S: 250
      """
    Then "{recipient}" receives the message
    And "{top}" matches "...Return-Path: \<"two words"@example.org\>\r\n..."

  @rfc5321-4.1.2-empty-quoted-string @service:lmtp
  Scenario: Some servers take a local-part of two quotes
    Given an SMTP client that has said EHLO
    When it says
      """
      C: MAIL FROM:<""@example.org>
      S: 250
      """

  @rfc5321-4.1.2-domain-sender-accepted @service:lmtp
  Scenario: A label may begin with a digit, and hold hyphens
    Given an SMTP client that has said EHLO
    When it says
      """
      C: MAIL FROM:<someone@3com.example.org>
      S: (250|4xx|550|553|554)
      C: RSET
      S: 250
      C: MAIL FROM:<someone@a--b.7.x-1.example.org>
      S: (250|4xx|550|553|554)
      """

  @rfc5321-4.1.2-a-label-sender-accepted @service:lmtp
  Scenario: A domain with an A-label is a domain as others are
    Given an SMTP client that has said EHLO
    When it says
      """
      C: MAIL FROM:<someone@xn--bcher-kva.example.org>
      S: (250|4xx|550|553|554)
      """

  @rfc5321-C-source-route-in-reverse-path-accepted @service:lmtp
  Scenario: A reverse-path may have a source route
    Given an SMTP client that has said EHLO
    When it says
      """
      C: MAIL FROM:<@one.example.org,@two.example.org:someone@example.org>
      S: (250|4xx|550|553|554)
      """

  @rfc5321-4.1.2-quoted-forms-are-equivalent @service:lmtp
  Scenario: Quotes that a local-part does not need change nothing
    Given an SMTP client that has said EHLO
    And this message
      """
      From: {sender}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}

      for a name in quotes
      """
    When it says
      """
      C: MAIL FROM:<{sender}>
      S: 250
      C: RCPT TO:<"\\{local}"@{domain}>
      S: (250|251)
      C: RSET
      S: 250
      C: MAIL FROM:<{sender}>
      S: 250
      C: RCPT TO:<"{local}"@{domain}>
      S: (250|251)
      C: DATA
      S: 354
      C{.}
        {message}
      S: 250
      """
    Then "{recipient}" receives the message

  @rfc5321-4.1.2-dot-string-recipient-understood @service:lmtp
  Scenario: The punctuation of an atom is understood in a recipient
    Given an SMTP client that has said EHLO
    When it says
      """
      C: MAIL FROM:<{sender}>
      S: 250
      C: RCPT TO:<#$&'*+-/=?^_`\{\|\}~.{token}@{domain}>
      S: (250|251|4xx|550|551|552|553|554)
      """

  @rfc5321-4.1.2-quoted-string-recipient-understood @service:lmtp
  Scenario: A quoted string is understood in a recipient
    Given an SMTP client that has said EHLO
    When it says
      """
      C: MAIL FROM:<{sender}>
      S: 250
      C: RCPT TO:<"no body {token}"@{domain}>
      S: (250|251|4xx|550|551|552|553|554)
      C: RCPT TO:<"no\\"body\\\\{token}"@{domain}>
      S: (250|251|4xx|550|551|552|553|554)
      """

  @rfc5321-4.1.2-path-needs-brackets
  Scenario: A path without its brackets is refused
    Given an SMTP client that has said EHLO
    When it says
      """
      C: MAIL FROM:someone@example.org
      S: 5xx
      """
    Then the session is still usable

  @rfc5321-4.1.2-mailbox-needs-a-domain @accounts:1
  Scenario: A sender without a domain is refused, at the latest with the first recipient
    Given an SMTP client that has said EHLO
    When it says
      """
      C: MAIL FROM:\<someone\>
      S: (250|5xx)
      C: RCPT TO:<{recipient}>
      S: 5xx
      """
    Then the session is still usable

  @rfc5321-4.1.2-misplaced-dots-refused
  Scenario: A dot stands between two atoms and nowhere else
    Given an SMTP client that has said EHLO
    When it says
      """
      C: MAIL FROM:<.someone@example.org>
      S: 5xx
      C: MAIL FROM:<some..one@example.org>
      S: 5xx
      C: MAIL FROM:<someone.@example.org>
      S: 5xx
      """

  @rfc5321-4.1.2-unquoted-specials-refused
  Scenario: What needs quotes is refused without them
    Given an SMTP client that has said EHLO
    When it says
      """
      C: MAIL FROM:\<two words@example.org\>
      S: 5xx
      C: MAIL FROM:\<some[one@example.org\>
      S: 5xx
      C: MAIL FROM:\<one,two@example.org\>
      S: 5xx
      """

  @rfc5321-4.1.2-second-at-sign-refused
  Scenario: An address has one at sign outside of quotes
    Given an SMTP client that has said EHLO
    When it says
      """
      C: MAIL FROM:<some@one@example.org>
      S: 5xx
      """
    Then the session is still usable

  @rfc5321-4.1.2-unclosed-quote-refused
  Scenario: A quoted string must end
    Given an SMTP client that has said EHLO
    When it says
      """
      C: MAIL FROM:<"someone@example.org>
      S: 5xx
      """
    Then the session is still usable

  @rfc5321-4.1.2-text-after-path-refused
  Scenario: Only parameters may follow a path
    Given an SMTP client that has said EHLO
    When it says
      """
      C: MAIL FROM:<someone@example.org>,<other@example.org>
      S: 5xx
      """
    Then the session is still usable

  @rfc5321-4.1.2-empty-label-refused
  Scenario: A domain has no empty labels
    Given an SMTP client that has said EHLO
    When it says
      """
      C: MAIL FROM:<someone@example..org>
      S: 5xx
      C: MAIL FROM:<someone@.example.org>
      S: 5xx
      C: MAIL FROM:<someone@>
      S: 5xx
      """

  @rfc5321-4.1.2-outer-hyphen-refused
  Scenario: A label neither begins nor ends with a hyphen
    Given an SMTP client that has said EHLO
    When it says
      """
      C: MAIL FROM:<someone@-host.example.org>
      S: 5xx
      C: MAIL FROM:<someone@host-.example.org>
      S: 5xx
      """

  @rfc5321-4.1.2-underscore-in-domain-refused
  Scenario: An underscore has no place in a domain
    Given an SMTP client that has said EHLO
    When it says
      """
      C: MAIL FROM:<someone@some_host.example.org>
      S: 5xx
      """
    Then the session is still usable

  @rfc5321-4.1.2-specials-in-domain-refused
  Scenario: Neither blanks nor brackets nor slashes stand in a domain
    Given an SMTP client that has said EHLO
    When it says
      """
      C: MAIL FROM:<someone@some host.example.org>
      S: 5xx
      C: MAIL FROM:<someone@some/host.example.org>
      S: 5xx
      C: MAIL FROM:<someone@\(host\)example.org>
      S: 5xx
      """

  @rfc5321-4.1.2-malformed-route-refused
  Scenario: A source route is a list of hosts and a colon
    Given an SMTP client that has said EHLO
    When it says
      """
      C: MAIL FROM:<@one.example.org,someone@example.org>
      S: 5xx
      C: MAIL FROM:<@:someone@example.org>
      S: 5xx
      """

  @rfc5321-4.1.2-parameter-value-grammar
  Scenario: A parameter with an equals sign has a value
    Given an SMTP client that has said EHLO
    When it says
      """
      C: MAIL FROM:<{sender}> XNOSUCH=
      S: 5xx
      C: MAIL FROM:<{sender}> XNOSUCH=a=b
      S: 5xx
      """
