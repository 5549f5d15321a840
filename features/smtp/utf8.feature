@smtp @service:submission @service:lmtp
Feature: Addresses in UTF-8 (RFC 6531)
  Where SMTPUTF8 is announced. Senders are made up, of reserved domains; a recipient in UTF-8 is one that the site states.

  @rfc6531-3.1-mail-parameter-accepted
  Scenario: MAIL takes SMTPUTF8 with a sender in US-ASCII
    Given an SMTP client that can send mail
    When it says
      """
      C: MAIL FROM:<{sender}> SMTPUTF8
      S: 250
      """

  @rfc6531-3.4-parameter-in-any-case
  Scenario: SMTPUTF8 in small letters is the same
    Given an SMTP client that can send mail
    When it says
      """
      C: MAIL FROM:<δοκιμή@example.org> smtputf8
      S: 250
      """

  @rfc6531-3.4-parameter-without-value
  Scenario: SMTPUTF8 with a value is refused
    Given an SMTP client that can send mail
    When it says
      """
      C: MAIL FROM:<{sender}> SMTPUTF8=yes
      S: 5xx
      """

  @rfc6531-3.6-with-8bitmime
  Scenario: SMTPUTF8 goes with BODY=8BITMIME, in either order
    Given an SMTP client that can send mail
    When it says
      """
      C: MAIL FROM:<δοκιμή@example.org> SMTPUTF8 BODY=8BITMIME
      S: 250
      C: RSET
      S: 250
      C: MAIL FROM:<δοκιμή@example.org> BODY=8BITMIME SMTPUTF8
      S: 250
      """

  @rfc6531-3.6-with-binarymime
  Scenario: SMTPUTF8 goes with BODY=BINARYMIME
    Given an SMTP client that can send mail
    When it says
      """
      C: MAIL FROM:<δοκιμή@example.org> SMTPUTF8 BODY=BINARYMIME
      S: 250
      """

  @rfc6531-3.2-sender-in-utf-8-accepted
  Scenario: A sender in UTF-8 is accepted
    Given an SMTP client that can send mail
    When it says
      """
      C: MAIL FROM:<δοκιμή.日本@example.org> SMTPUTF8
      S: 250
      """

  @rfc6531-3.3-quoted-sender-in-utf-8-accepted
  Scenario: A sender in quotes, with UTF-8, is accepted
    Given an SMTP client that can send mail
    When it says
      """
      C: MAIL FROM:<"δοκιμή και άλλα"@example.org> SMTPUTF8
      S: 250
      """

  @rfc6531-3.3-u-label-sender-accepted
  Scenario: A sender with a U-label is accepted
    Given an SMTP client that can send mail
    When it says
      """
      C: MAIL FROM:<absender@bücher.example> SMTPUTF8
      S: 250
      """

  @rfc6531-3.3-empty-label-refused
  Scenario: An empty label beside a U-label is refused
    Given an SMTP client that can send mail
    When it says
      """
      C: MAIL FROM:<absender@bücher..example> SMTPUTF8
      S: 5xx
      """

  @rfc6531-3.3-ascii-specials-stay-special
  Scenario Outline: Among UTF-8 <what> stays what it is
    Given an SMTP client that can send mail
    When it says
      """
      C: MAIL FROM:\<<local>@example.org\> SMTPUTF8
      S: 5xx
      """

    Examples:
      | what             | local       |
      | a parenthesis    | δοκι(μή     |
      | a semicolon      | δοκι;μή     |
      | a quote          | δοκι"μή     |

  @rfc6531-3.2-delimiters-stay-ascii
  Scenario: A fullwidth commercial at is a character like another
    Given an SMTP client that can send mail
    When it says
      """
      C: MAIL FROM:<absender＠example.net@example.org> SMTPUTF8
      S: 250
      """

  @rfc6531-1.1-octets-that-are-no-utf-8-refused
  Scenario Outline: A local part with <what> is refused
    Given an SMTP client that can send mail
    When it says
      """
      C: MAIL FROM:\<a<octets>z@example.org\> SMTPUTF8
      S: 5xx
      """

    Examples:
      | what                       | octets           |
      | a continuation octet alone | \x80             |
      | half a character           | \xce             |
      | an overlong form           | \xc1\xa1         |
      | half of a surrogate pair   | \xed\xa0\x80     |
      | more than Unicode has      | \xf4\x90\x80\x80 |

  @rfc6531-3.5-sender-refused-with-550
  Scenario: Without SMTPUTF8 a sender in UTF-8 that is refused is so with 550, or as a fault of syntax
    Given an SMTP client that can send mail
    When it says
      """
      C: MAIL FROM:<δοκιμή@example.org>
      S: (250|550|500|501)
      """

  @rfc6531-3.5-x-6-7-for-non-ascii-addresses
  Scenario: Without SMTPUTF8 a sender in UTF-8 that is refused is so with X.6.7, or as a fault of syntax
    Given an SMTP client that can send mail
    When it says
      """
      C: MAIL FROM:<δοκιμή@example.org>
      S: (250 ...|5xx 5.6.7 ...|500 ...|501 ...)
      """

  @rfc6531-3.5-recipient-refused-with-553 @accounts:1
  Scenario: Without SMTPUTF8 a recipient in UTF-8 that is refused is so with 553, or as a fault of syntax
    Given an SMTP client that can send mail
    When it says
      """
      C: MAIL FROM:<{sender}>
      S: 250
      C: RCPT TO:<{site.utf8_alias}>
      S: (250|251|553|500|501)
      """

  @rfc6531-3.4-parameter-for-one-transaction @accounts:1
  Scenario: SMTPUTF8 ends with its transaction, where it makes a difference
    Given an SMTP client that can send mail
    And it says
      """
      C: MAIL FROM:<{sender}>
      S: 250
      C: RCPT TO:<{site.utf8_alias}>
      S: <without:code> ...
      C: RSET
      S: 250
      """
    And it is enough if "{without}" matches "(250|251)"
    When it says
      """
      C: MAIL FROM:<{sender}> SMTPUTF8
      S: 250
      C: RCPT TO:<{site.utf8_alias}>
      S: (250|251)
      C: RSET
      S: 250
      C: MAIL FROM:<{sender}>
      S: 250
      C: RCPT TO:<{site.utf8_alias}>
      S: {without} ...
      """

  @rfc6531-3.2-recipient-in-utf-8-reached @accounts:1
  Scenario: Mail for a recipient in UTF-8 comes to it
    Given an SMTP client that can send mail
    And this message
      """
      From: {sender}
      To: {site.utf8_alias}
      Date: Mon, 2 Mar 2026 10:00:00 +0000
      Message-ID: <{token}@example.org>
      Subject: {token}

      For somebody whose name is not Latin.
      """
    When it says
      """
      C: MAIL FROM:<{sender}> BODY=8BITMIME SMTPUTF8
      S: 250
      C: RCPT TO:<{site.utf8_alias}>
      S: (250|251)
      C: DATA
      S: 354
      C{.}
        {message}
      S: 250
      """
    Then "{recipient}" receives the message
    And the received message equals what was sent below the fields the path added

  @rfc6531-3.6-plain-message-accepted
  Scenario: A message in US-ASCII may be sent with SMTPUTF8
    Given an SMTP client that can send mail
    And this message
      """
      From: {sender}
      To: {recipient}
      Date: Mon, 2 Mar 2026 10:00:00 +0000
      Message-ID: <{token}@example.org>
      Subject: {token}

      Nothing but US-ASCII.
      """
    When it says
      """
      C: MAIL FROM:<{sender}> SMTPUTF8
      S: 250
      C: RCPT TO:<{recipient}>
      S: (250|251)
      C: DATA
      S: 354
      C{.}
        {message}
      S: 250
      """
    Then "{recipient}" receives the message
    And the received message equals what was sent below the fields the path added
