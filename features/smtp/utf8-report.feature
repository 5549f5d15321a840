@smtp @service:submission @service:lmtp @accounts:2
Feature: Reports of delivery in UTF-8 (RFC 6533)
  The first account sends, to a name in UTF-8 of the second or to an address whose delivery fails. A server may do with the traditional types where
  these can say it all: what is asked of the new ones holds where it uses them.

  @rfc6533-3-orcpt-in-utf-8-accepted
  Scenario: ORCPT takes an address in UTF-8
    Given an SMTP client that can send mail
    When it says
      """
      C: MAIL FROM:<{recipient}> SMTPUTF8
      S: 250
      C: RCPT TO:<{recipient2}> ORCPT=utf-8;δοκιμή@example.org
      S: (250|251)
      """

  @rfc6533-3-orcpt-in-ascii-accepted
  Scenario: ORCPT takes an address whose characters are numbers
    Given an SMTP client that can send mail
    When it says
      """
      C: MAIL FROM:<{recipient}>
      S: 250
      C: RCPT TO:<{recipient2}> ORCPT=utf-8;\\x\{3B4\}\\x\{3BF\}@example.org
      S: (250|251)
      """

  @rfc6533-3-orcpt-in-mixed-form-accepted
  Scenario: ORCPT takes an address that is both
    Given an SMTP client that can send mail
    When it says
      """
      C: MAIL FROM:<{recipient}> SMTPUTF8
      S: 250
      C: RCPT TO:<{recipient2}> ORCPT=utf-8;δ\\x\{3BF\}@example.org
      S: (250|251)
      """

  @rfc6533-3-plain-status-is-ascii
  Scenario: A traditional report has the address in US-ASCII
    Given an SMTP client that can send mail
    And this message
      """
      From: <{recipient}>
      To: <{recipient2}>
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}

      This line is the body.
      """
    When it says
      """
      C: MAIL FROM:<{recipient}>
      S: 250
      C: RCPT TO:<{site.late_failure}> NOTIFY=FAILURE ORCPT=utf-8;\\x\{3B4\}\\x\{3BF\}@example.org
      S: (250|251)
      C: DATA
      S: 354
      C{.}
        {message}
      S: 250
      """
    Then "{recipient}" receives a report about "{token}"
    And it is enough if "{report.part2}" matches "message/global-delivery-status"
    And "{report.errors.bits}" is ""
    And "{report.original-recipient}" matches "utf-8;...\\x\{3B4\}\\x\{3BF\}@example.org"

  @rfc6533-3-global-status-has-utf-8
  Scenario: A report in UTF-8 has the address as it is
    Given an SMTP client that can send mail
    And this message
      """
      From: <{recipient}>
      To: <{recipient2}>
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token} δοκιμή

      This line is the body.
      """
    When it says
      """
      C: MAIL FROM:<{recipient}> SMTPUTF8 BODY=8BITMIME
      S: 250
      C: RCPT TO:<{site.utf8_alias2}> NOTIFY=SUCCESS,FAILURE ORCPT=utf-8;{site.utf8_alias2}
      S: (250|251)
      C: DATA
      S: 354
      C{.}
        {message}
      S: 250
      """
    Then "{recipient}" receives a report about "{token}"
    And it is enough if "{report.part2}" does not match "message/global-delivery-status"
    And "{report.original-recipient.type}" is "utf-8"
    And "{report.original-recipient.value}" is "{site.utf8_alias2}"

  @rfc6533-3-ascii-form-converted
  Scenario: A report in UTF-8 has characters for numbers
    Given an SMTP client that can send mail
    And this message
      """
      From: <{recipient}>
      To: <{recipient2}>
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token} δοκιμή

      This line is the body.
      """
    When it says
      """
      C: MAIL FROM:<{recipient}> SMTPUTF8 BODY=8BITMIME
      S: 250
      C: RCPT TO:<{site.utf8_alias2}> NOTIFY=SUCCESS,FAILURE ORCPT=utf-8;\\x\{3B4\}\\x\{3BF\}@example.org
      S: (250|251)
      C: DATA
      S: 354
      C{.}
        {message}
      S: 250
      """
    Then "{recipient}" receives a report about "{token}"
    And it is enough if "{report.part2}" does not match "message/global-delivery-status"
    And "{report.original-recipient.value}" is "δο@example.org"

  @rfc6533-3-other-address-copied
  Scenario: An address that is none of its type is told as it came
    Given an SMTP client that can send mail
    And this message
      """
      From: <{recipient}>
      To: <{recipient2}>
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token} δοκιμή

      This line is the body.
      """
    And it says
      """
      C: MAIL FROM:<{recipient}> SMTPUTF8 BODY=8BITMIME
      S: 250
      C: RCPT TO:<{site.utf8_alias2}> NOTIFY=SUCCESS,FAILURE ORCPT=utf-8;\\x\{zz\}odd
      S: <said:code> ...
      """
    And it is enough if "{said}" does not match "(250|251)"
    When it says
      """
      C: DATA
      S: 354
      C{.}
        {message}
      S: 250
      """
    Then "{recipient}" receives a report about "{token}"
    And it is enough if "{report.part2}" does not match "message/global-delivery-status"
    And "{report.original-recipient}" matches "utf-8;...\\x\{zz\}odd"

  @rfc6533-4.1-global-status-grammar
  Scenario: A report in UTF-8 has the fields of every report
    Given an SMTP client that can send mail
    And this message
      """
      From: <{recipient}>
      To: <{recipient2}>
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token} δοκιμή

      This line is the body.
      """
    When it says
      """
      C: MAIL FROM:<{recipient}> SMTPUTF8 BODY=8BITMIME
      S: 250
      C: RCPT TO:<{site.utf8_alias2}> NOTIFY=SUCCESS,FAILURE ORCPT=utf-8;{site.utf8_alias2}
      S: (250|251)
      C: DATA
      S: 354
      C{.}
        {message}
      S: 250
      """
    Then "{recipient}" receives a report about "{token}"
    And it is enough if "{report.part2}" does not match "message/global-delivery-status"
    And "{report.errors.grammar}" is ""
    And "{report.errors.repeats}" is ""

  @rfc6533-4.1-localized-diagnostics-differ
  Scenario: What is said in several languages is said once in each
    Given an SMTP client that can send mail
    And this message
      """
      From: <{recipient}>
      To: <{recipient2}>
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token} δοκιμή

      This line is the body.
      """
    When it says
      """
      C: MAIL FROM:<{recipient}> SMTPUTF8 BODY=8BITMIME
      S: 250
      C: RCPT TO:<{site.utf8_alias2}> NOTIFY=SUCCESS,FAILURE ORCPT=utf-8;{site.utf8_alias2}
      S: (250|251)
      C: DATA
      S: 354
      C{.}
        {message}
      S: 250
      """
    Then "{recipient}" receives a report about "{token}"
    And it is enough if "{report.part2}" does not match "message/global-delivery-status"
    And "{report.fields}" does not match "...Localized-Diagnostic: <language:word>; ...Localized-Diagnostic: <language:word>; ..."

  @rfc6533-6.4-global-status-in-eight-bits
  Scenario: A report in UTF-8 is not encoded
    Given an SMTP client that can send mail
    And this message
      """
      From: <{recipient}>
      To: <{recipient2}>
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token} δοκιμή

      This line is the body.
      """
    When it says
      """
      C: MAIL FROM:<{recipient}> SMTPUTF8 BODY=8BITMIME
      S: 250
      C: RCPT TO:<{site.utf8_alias2}> NOTIFY=SUCCESS,FAILURE ORCPT=utf-8;{site.utf8_alias2}
      S: (250|251)
      C: DATA
      S: 354
      C{.}
        {message}
      S: 250
      """
    Then "{recipient}" receives a report about "{token}"
    And it is enough if "{report.part2}" does not match "message/global-delivery-status"
    And "{report}" matches "...Original-Recipient: utf-8;...{site.utf8_alias2}..."

  @rfc6533-4.2-message-returned-as-global
  Scenario: A message with UTF-8 in its header is given back as message/global
    Given an SMTP client that can send mail
    And this message
      """
      From: <{recipient}>
      To: <{recipient2}>
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token} δοκιμή

      This line is the body.
      """
    When it says
      """
      C: MAIL FROM:<{recipient}> SMTPUTF8 BODY=8BITMIME
      S: 250
      C: RCPT TO:<{site.late_failure}>
      S: (250|251)
      C: DATA
      S: 354
      C{.}
        {message}
      S: 250
      """
    Then "{recipient}" receives a report about "{token}"
    And "{report.part3}" matches "(message/global|message/global-headers|)"

  @rfc6532-3.7-global-part-in-eight-bits
  Scenario: A message/global is not encoded
    Given an SMTP client that can send mail
    And this message
      """
      From: <{recipient}>
      To: <{recipient2}>
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token} δοκιμή

      This line is the body.
      """
    When it says
      """
      C: MAIL FROM:<{recipient}> SMTPUTF8 BODY=8BITMIME
      S: 250
      C: RCPT TO:<{site.late_failure}>
      S: (250|251)
      C: DATA
      S: 354
      C{.}
        {message}
      S: 250
      """
    Then "{recipient}" receives a report about "{token}"
    And it is enough if "{report.part3}" does not match "message/global"
    And "{report}" matches "...Subject: {token} δοκιμή..."

  @rfc6533-4.3-header-returned-as-global-headers
  Scenario: A header with UTF-8 is given back as message/global-headers
    Given an SMTP client that can send mail
    And this message
      """
      From: <{recipient}>
      To: <{recipient2}>
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token} δοκιμή

      This line is the body.
      """
    When it says
      """
      C: MAIL FROM:<{recipient}> SMTPUTF8 BODY=8BITMIME RET=HDRS
      S: 250
      C: RCPT TO:<{site.late_failure}>
      S: (250|251)
      C: DATA
      S: 354
      C{.}
        {message}
      S: 250
      """
    Then "{recipient}" receives a report about "{token}"
    And "{report.part3}" matches "(message/global-headers|)"

  @rfc6533-6.3-global-headers-in-eight-bits
  Scenario: A message/global-headers is not encoded
    Given an SMTP client that can send mail
    And this message
      """
      From: <{recipient}>
      To: <{recipient2}>
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token} δοκιμή

      This line is the body.
      """
    When it says
      """
      C: MAIL FROM:<{recipient}> SMTPUTF8 BODY=8BITMIME RET=HDRS
      S: 250
      C: RCPT TO:<{site.late_failure}>
      S: (250|251)
      C: DATA
      S: 354
      C{.}
        {message}
      S: 250
      """
    Then "{recipient}" receives a report about "{token}"
    And it is enough if "{report.part3}" does not match "message/global-headers"
    And "{report}" matches "...Subject: {token} δοκιμή..."

  @rfc6533-6.3-global-headers-without-charset
  Scenario: A message/global-headers names no charset
    Given an SMTP client that can send mail
    And this message
      """
      From: <{recipient}>
      To: <{recipient2}>
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token} δοκιμή

      This line is the body.
      """
    When it says
      """
      C: MAIL FROM:<{recipient}> SMTPUTF8 BODY=8BITMIME RET=HDRS
      S: 250
      C: RCPT TO:<{site.late_failure}>
      S: (250|251)
      C: DATA
      S: 354
      C{.}
        {message}
      S: 250
      """
    Then "{recipient}" receives a report about "{token}"
    And "{report}" does not match "...message/global-headers...charset..."

  @rfc6533-4.4-plain-report-where-ascii-suffices
  Scenario: Some servers report in the traditional types where these say it all
    Given an SMTP client that can send mail
    And this message
      """
      From: <{recipient}>
      To: <{recipient2}>
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}

      This line is the body.
      """
    When it says
      """
      C: MAIL FROM:<{recipient}> SMTPUTF8
      S: 250
      C: RCPT TO:<{site.late_failure}>
      S: (250|251)
      C: DATA
      S: 354
      C{.}
        {message}
      S: 250
      """
    Then "{recipient}" receives a report about "{token}"
    And "{report.part2}" is "message/delivery-status"
    And "{report.part3}" does not match "message/global..."

  @rfc6533-5-original-recipient-field-in-utf-8
  Scenario: An Original-Recipient field has characters for numbers
    Given an SMTP client that can send mail
    And this message
      """
      From: <{recipient}>
      To: <{recipient2}>
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token} δοκιμή

      This line is the body.
      """
    When it says
      """
      C: MAIL FROM:<{recipient}> SMTPUTF8 BODY=8BITMIME
      S: 250
      C: RCPT TO:<{recipient2}> ORCPT=utf-8;\\x\{3B4\}\\x\{3BF\}@example.org
      S: (250|251)
      C: DATA
      S: 354
      C{.}
        {message}
      S: 250
      """
    Then "{recipient2}" receives the message
    And "{top}" does not match "...Original-Recipient: utf-8;...\\x\{..."
