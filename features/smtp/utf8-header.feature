@smtp @service:submission @service:lmtp
Feature: Header fields in UTF-8 (RFC 6532)

  @rfc6532-3.2-header-in-utf-8-carried
  Scenario: UTF-8 in a header arrives octet for octet
    Given an SMTP client that can send mail
    And this message
      """
      From: Δοκιμή <δοκιμή@example.org>
      To: "日本, 太郎" <{recipient}> (Grüße)
      Cc: <absender@bücher.example>
      Date: Mon, 2 Mar 2026 10:00:00 +0000
      Message-ID: <{token}-δ@example.org>
      Subject: {token} Ελληνικά é 📬
      X-Note: всё
      	по-русски

      Der Text auch: ß.
      """
    When it says
      """
      C: MAIL FROM:<{sender}> SMTPUTF8 BODY=8BITMIME
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

  @rfc6532-3.2-part-header-in-utf-8-carried
  Scenario: UTF-8 in the header of a part arrives octet for octet
    Given an SMTP client that can send mail
    And this message
      """
      From: {sender}
      To: {recipient}
      Date: Mon, 2 Mar 2026 10:00:00 +0000
      Message-ID: <{token}@example.org>
      Subject: {token}
      MIME-Version: 1.0
      Content-Type: multipart/mixed; boundary=part

      --part
      Content-Type: text/plain; charset=utf-8; name="Übersicht.txt"
      Content-Disposition: attachment; filename="Übersicht.txt"
      Content-Description: 概要
      Content-Transfer-Encoding: 8bit

      ü
      --part--
      """
    When it says
      """
      C: MAIL FROM:<{sender}> SMTPUTF8 BODY=8BITMIME
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

  @rfc6532-3.5-encoded-global-part-carried
  Scenario: An encoded message/global arrives as it is
    Given an SMTP client that can send mail
    And this message
      """
      From: {sender}
      To: {recipient}
      Date: Mon, 2 Mar 2026 10:00:00 +0000
      Message-ID: <{token}@example.org>
      Subject: {token} δ
      MIME-Version: 1.0
      Content-Type: multipart/mixed; boundary=part

      --part
      Content-Type: message/global
      Content-Transfer-Encoding: base64

      RnJvbTogzrRAZXhhbXBsZS5vcmcNClN1YmplY3Q6IM60DQoNCs60DQo=
      --part--
      """
    When it says
      """
      C: MAIL FROM:<{sender}> SMTPUTF8 BODY=8BITMIME
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

  @rfc6532-3.6-encoded-words-stay-valid
  Scenario: Encoded words that hold delimiters are left in one piece
    Given an SMTP client that can send mail
    And this message
      """
      From: =?UTF-8?Q?=CE=B4=2C_=3Cx=40example=2Eorg=3E?= <{sender}>
      To: {recipient}
      Date: Mon, 2 Mar 2026 10:00:00 +0000
      Message-ID: <{token}@example.org>
      Subject: {token} =?UTF-8?B?zrQNClgtQWRkZWQ6IHllcw==?= δ

      Text.
      """
    When it says
      """
      C: MAIL FROM:<{sender}> SMTPUTF8 BODY=8BITMIME
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

  @rfc6532-4-line-of-998-octets-carried
  Scenario: A header line of 998 octets arrives whole
    Given an SMTP client that can send mail
    And this message
      """
      From: {sender}
      To: {recipient}
      Date: Mon, 2 Mar 2026 10:00:00 +0000
      Message-ID: <{token}@example.org>
      Subject: {token}
      X-Long: {δ*495}

      Text.
      """
    When it says
      """
      C: MAIL FROM:<{sender}> SMTPUTF8 BODY=8BITMIME
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
