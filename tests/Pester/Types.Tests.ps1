BeforeDiscovery {
    $types = 'NodeSnapshot', 'KubeServiceChain', 'PodRoute', 'VethPeer', 'ConntrackUsage', 'ConntrackEntry', 'PacketTrace', 'KernelPacket', 'ServiceNameResolution', 'ServicePathTest', 'SnapshotDifference', 'ServiceOutcomeDifference' | ForEach-Object { @{ Name = $_ } }
    $answers = $types | Where-Object { $_.Name -ne 'NodeSnapshot' }
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot '../../out/NetPath/NetPath.psd1') -Force
    . (Join-Path $PSScriptRoot 'fixtures/Shapes.ps1')
    $samples = Get-SampleObject
    $node = $samples.NodeSnapshot

    # What remoting and Export-Clixml do to an object, and Import-Clixml after them.
    function Copy-ByText {
        param($Object)
        [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($Object))
    }
}

Describe 'JSON of a <Name>' -ForEach $types {
    It 'has the properties that were recorded' {
        $recorded = [IO.File]::ReadAllLines([IO.Path]::Combine($PSScriptRoot, 'fixtures', 'shapes', "$Name.txt"))
        $found = @(Get-JsonShape (ConvertTo-Json -InputObject $samples[$Name] -Depth 6))
        $missing = $recorded | Where-Object { $_ -notin $found }
        $new = $found | Where-Object { $_ -notin $recorded }
        $missing | Should -BeNullOrEmpty
        $new | Should -BeNullOrEmpty
    }

    It 'is whole: nothing lies deeper than six levels' {
        (ConvertTo-Json -InputObject $samples[$Name] -Depth 6) | Should -BeExactly (ConvertTo-Json -InputObject $samples[$Name] -Depth 12)
    }

    It 'holds no enumeration value as a number' {
        (ConvertTo-Json -InputObject $samples[$Name] -Depth 6) | Should -BeExactly (ConvertTo-Json -InputObject $samples[$Name] -Depth 6 -EnumsAsStrings)
    }
}

Describe 'JSON of a NodeSnapshot' {
    It 'parses no section, not even one that cannot be parsed' {
        $folder = Join-Path ([IO.Path]::GetTempPath()) "netpath-types-$PID-$([guid]::NewGuid().ToString('N'))"
        try {
            $null = [IO.Directory]::CreateDirectory([IO.Path]::Combine($folder, 'host', 'links'))
            [IO.File]::WriteAllText([IO.Path]::Combine($folder, 'host', 'links', 'link.json'), 'no JSON at all')
            [IO.File]::WriteAllText([IO.Path]::Combine($folder, 'manifest.json'), '{"format":"netpath-snapshot/1","node":"n1","captured":"2026-11-23T02:00:00Z","sections":["links"],"namespaces":[{"path":"host","inode":1}],"files":[{"path":"host/links/link.json","command":"ip link","exitCode":0,"durationMs":1}]}')
            $broken = Import-NodeSnapshot -LiteralPath $folder
            (ConvertTo-Json -InputObject $broken -Depth 6 | ConvertFrom-Json).Host.Name | Should -Be 'n1'
        }
        finally {
            [IO.Directory]::Delete($folder, $true)
        }
    }
}

Describe 'A serialized <Name>' -ForEach $types {
    It 'keeps all properties, at the default depth' {
        $recorded = [IO.File]::ReadAllLines([IO.Path]::Combine($PSScriptRoot, 'fixtures', 'shapes', "$Name.txt"))
        $copy = Copy-ByText $samples[$Name]
        $copy.PSObject.TypeNames[0] | Should -BeLike "Deserialized.NetPath.Core.*.$Name"
        $found = @(Get-JsonShape (ConvertTo-Json -InputObject $copy -Depth 6))
        # A DateTimeOffset is no text to the serializer, but an object with the same moments in it.
        ($recorded | Where-Object { $_ -notin $found -and $_ -notlike 'CapturedAt*' }) | Should -BeNullOrEmpty
        ($found | Where-Object { $_ -notin $recorded -and $_ -notlike 'CapturedAt*' }) | Should -BeNullOrEmpty
    }

    It 'keeps its text' {
        "$(Copy-ByText $samples[$Name])" | Should -BeExactly "$($samples[$Name])"
    }
}

Describe 'A serialized <Name>' -ForEach $types {
    It 'looks as it did before' {
        $before = Out-String -InputObject $samples[$Name] -Width 80
        (Out-String -InputObject (Copy-ByText $samples[$Name]) -Width 80) | Should -BeExactly $before
    }

}

Describe 'A serialized <Name>' -ForEach $answers {
    It 'can be made whole again' {
        $whole = [NetPath.Cmdlets.Serialization.DeserializedRecord]::Revive((Copy-ByText $samples[$Name]))
        $whole.GetType() | Should -Be $samples[$Name].GetType()
        (ConvertTo-Json -InputObject $whole -Depth 6) | Should -BeExactly (ConvertTo-Json -InputObject $samples[$Name].PSObject.BaseObject -Depth 6)
    }
}

Describe 'Input that came from another session' {
    BeforeAll {
        $service = Copy-ByText $samples.KubeServiceChain
        $route = Copy-ByText $samples.PodRoute
    }

    It 'is a Service to Resolve-PodRoute' {
        ($service | Resolve-PodRoute -Snapshot $node).Interface | Should -Be 'cali693e13cd073'
    }

    It 'is a Service to Trace-ServicePacket' {
        $trace = $service | Trace-ServicePacket -Snapshot $node
        $trace.Service | Should -Be 'default/numbers-api'
        $trace.Passed | Should -BeTrue
    }

    It 'is a route to Get-VethPeer' {
        ($route | Get-VethPeer -Snapshot $node).PeerInterface | Should -Be 'eth0'
    }

    It 'is told by its properties after ConvertFrom-Json, too' {
        $plain = ConvertTo-Json -InputObject $samples.KubeServiceChain -Depth 6 | ConvertFrom-Json
        ($plain | Resolve-PodRoute -Snapshot $node | Get-VethPeer).PeerInterface | Should -Be 'eth0'
    }

    It 'keeps what stands in the way: a Service without endpoints' {
        $empty = Copy-ByText (Get-KubeServiceChain -Snapshot $node | Where-Object State -NE 'HasEndpoints' | Select-Object -First 1)
        if ($empty) {
            $empty | Resolve-PodRoute -Snapshot $node -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
            $problem[0].FullyQualifiedErrorId | Should -BeLike 'ServiceWithoutEndpoints*'
        }
    }

    It 'is not answered from this machine' {
        $service | Resolve-PodRoute -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'SnapshotForgotten*'
        "$($problem[0])" | Should -BeLike '*-Snapshot*'
    }

    It 'is no snapshot any more when it was one' {
        $shadow = Copy-ByText $node
        $shadow | Resolve-PodRoute -PodIP 10.244.120.67 -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'SnapshotForgotten*'
        { Resolve-PodRoute -PodIP 10.244.120.67 -Snapshot $shadow } | Should -Throw '*Export-NodeSnapshot*'
    }
}

Describe 'What the type file adds' {
    It 'says why a trace ends as it does' {
        $samples.PacketTrace.Reason | Should -BeLike '* takes the packet'
    }

    It 'says how many entries the connection table has room for' {
        $samples.ConntrackUsage.Free | Should -Be ($samples.ConntrackUsage.Max - $samples.ConntrackUsage.Count)
    }

    It 'counts pods and endpoints' {
        $node.PodCount | Should -Be $node.Pods.Count
        $samples.KubeServiceChain.EndpointCount | Should -Be 1
    }

    It 'keeps Format-List of a <Name> short' -ForEach $types {
        $lines = (Format-List -InputObject $samples[$Name] | Out-String -Width 200).Trim() -split "`n"
        $lines.Count | Should -BeLessThan 30
    }

    It 'gives every public type of the answers a text of its own' {
        $trace = $samples.PacketTrace
        $parts = @($samples.Values) + $samples.KubeServiceChain.Endpoints + $trace.Packet + $trace.Outcomes + $trace.Outcomes[0].Hops + $trace.Outcomes[0].Conntrack +
            $samples.KubeServiceChain.Evidence + $samples.KernelPacket.Steps + $node.Host + $node.Commands[0] + $samples.KubeServiceChain.Endpoints[0].Counters
        foreach ($part in $parts) {
            "$part" | Should -Not -BeNullOrEmpty
            "$part" | Should -Not -Match '^NetPath\.|\{ '
        }
    }
}
