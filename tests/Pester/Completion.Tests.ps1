[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSAvoidGlobalVars', '', Justification = 'Completion looks variables up where the prompt is.')]
param()

BeforeDiscovery {
    $cases = @(
        @{ What = 'Services'; Line = 'Get-KubeServiceChain -Snapshot $node -Name num'; Expected = 'numbers-api' }
        @{ What = 'Services of a namespace'; Line = 'Get-KubeServiceChain -Snapshot $node -Namespace kube-system -Name kube'; Expected = 'kube-dns' }
        @{ What = 'namespaces'; Line = 'Get-KubeServiceChain -Snapshot $node -Namespace kube'; Expected = 'kube-system' }
        @{ What = 'virtual IPs'; Line = 'Get-KubeServiceChain -Snapshot $node -ClusterIP 10.109'; Expected = '10.109.60.134' }
        @{ What = 'protocols'; Line = 'Get-KubeServiceChain -Snapshot $node -Protocol T'; Expected = 'Tcp' }
        @{ What = 'Services to trace'; Line = 'Trace-ServicePacket -Snapshot $node -Service default/num'; Expected = 'default/numbers-api' }
        @{ What = 'pods that send'; Line = 'Trace-ServicePacket numbers-api -Snapshot $node -From cl'; Expected = 'client-66d9c8b7f4-8wz5k' }
        @{ What = 'the node that sends'; Line = 'Trace-ServicePacket numbers-api -Snapshot $node -From mini'; Expected = 'minikube' }
        @{ What = 'namespaces that were traced'; Line = 'Import-KernelTrace kern.log -Snapshot $node -Namespace cl'; Expected = 'client-66d9c8b7f4-8wz5k' }
        @{ What = 'the world outside that sends'; Line = 'Trace-ServicePacket numbers-api -Snapshot $node -From out'; Expected = 'outside' }
        @{ What = 'where to connect to'; Line = 'Trace-ServicePacket -Snapshot $node -To numbers-api-'; Expected = 'numbers-api-5d8f4c6d9b-x2x7k' }
        @{ What = 'addresses of pods'; Line = 'Resolve-PodRoute -Snapshot $node -PodIP 10.244.120.6'; Expected = '10.244.120.67' }
        @{ What = 'interfaces'; Line = 'Get-VethPeer -Snapshot $node -Interface cali693'; Expected = 'cali693e13cd073' }
        @{ What = 'interfaces of a pod'; Line = 'Get-VethPeer -Snapshot $node -Namespace client -Interface e'; Expected = 'eth0' }
        @{ What = 'interface indexes'; Line = 'Get-VethPeer -Snapshot $node -InterfaceIndex 17'; Expected = '17' }
        @{ What = 'network namespaces'; Line = 'Get-ConntrackUsage -Snapshot $node -Namespace core'; Expected = 'coredns-7d764666f9-6lmqz' }
        @{ What = 'sections'; Line = 'Get-NodeSnapshot -Section netf'; Expected = 'netfilter' }
        @{ What = 'from a variable up the pipeline'; Line = '$node | Get-KubeServiceChain num'; Expected = 'numbers-api' }
        @{ What = 'from a -Snapshot up the pipeline'; Line = 'Get-KubeServiceChain numbers-api -Snapshot $node | Resolve-PodRoute | Get-VethPeer -Interface cali693'; Expected = 'cali693e13cd073' }
    )
    $quiet = @(
        @{ What = 'nothing names a snapshot'; Line = 'Get-KubeServiceChain -Name num' }
        @{ What = 'the snapshot is missing'; Line = 'Get-KubeServiceChain -Snapshot ./no-such-file.tar.gz -Name num' }
        @{ What = 'the variable is something else'; Line = 'Get-KubeServiceChain -Snapshot $PID -Name num' }
        @{ What = 'the path lies in no file system'; Line = 'Get-KubeServiceChain -Snapshot env:PATH -Name num' }
        @{ What = 'nothing begins so'; Line = 'Get-KubeServiceChain -Snapshot $node -Name zzz' }
    )
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot '../../out/NetPath/NetPath.psd1') -Force
    $samples = [IO.Path]::GetFullPath((Join-Path $PSScriptRoot '../../samples'))
    $archive = Join-Path $samples 'reference-node.tar.gz'
    # Completion looks variables up where the user's prompt is.
    $global:node = Import-NodeSnapshot -LiteralPath $archive

    # Tab again, as somebody does whom the first one kept waiting: reading goes on meanwhile.
    function Get-Completion {
        param([string] $Line)
        for ($try = 0; $try -lt 50; $try++) {
            $found = @([Management.Automation.CommandCompletion]::CompleteInput($Line, $Line.Length, $null).CompletionMatches.CompletionText)
            if ($found) { return $found }
            Start-Sleep -Milliseconds 100
        }
    }
}

AfterAll {
    $ExecutionContext.SessionState.PSVariable.Remove('global:node')
}

Describe 'Completion' {
    It 'offers <What>' -ForEach $cases {
        Get-Completion $Line | Should -Contain $Expected
    }

    It 'reads a file that -Snapshot names' {
        Get-Completion "Get-KubeServiceChain -Snapshot '$archive' -Name num" | Should -Contain 'numbers-api'
    }

    It 'reads a file that Import-NodeSnapshot is to read' {
        Get-Completion "Import-NodeSnapshot '$archive' | Get-KubeServiceChain -Name num" | Should -Contain 'numbers-api'
    }

    It 'offers snapshot files to <_>' -ForEach 'Import-NodeSnapshot -Path', 'Import-NodeSnapshot -LiteralPath', 'Get-KubeServiceChain -Snapshot', 'Get-ConntrackUsage -Snapshot', 'Trace-ServicePacket x -Snapshot' {
        "$(Get-Completion "$_ $samples/ref")" | Should -BeLike '*reference-node.tar.gz*'
    }

    It 'offers nothing, and does not throw, where <What>' -ForEach $quiet {
        { [Management.Automation.CommandCompletion]::CompleteInput($Line, $Line.Length, $null) } | Should -Not -Throw
        $found = [Management.Automation.CommandCompletion]::CompleteInput($Line, $Line.Length, $null).CompletionMatches.CompletionText
        $found | Should -Not -Contain 'numbers-api'
    }
}

Describe 'Completion from what does not answer (skipped where there are no named pipes)' -Skip:(-not $IsLinux) {
    BeforeAll {
        # Nobody writes to these pipes: whoever reads one waits for ever.
        $folder = [IO.Directory]::CreateDirectory([IO.Path]::Combine([IO.Path]::GetTempPath(), "netpath-completion-$([guid]::NewGuid().ToString('N'))")).FullName
        $pipe = Join-Path $folder 'node.tar.gz'
        mkfifo $pipe
        $unpacked = [IO.Directory]::CreateDirectory((Join-Path $folder 'unpacked')).FullName
        mkfifo (Join-Path $unpacked 'manifest.json')
    }

    AfterAll {
        [IO.Directory]::Delete($folder, $true)
    }

    It 'ends without a suggestion: <_>' -ForEach @(
        'Get-KubeServiceChain -Snapshot {0} -Name num'
        'Import-NodeSnapshot {0} | Trace-ServicePacket -Service num'
        'Get-VethPeer -Snapshot {0} -Interface cali'
        'Resolve-PodRoute -Snapshot {0} -PodIP 10'
        'Get-ConntrackUsage -Snapshot {0} -Namespace mini'
    ) {
        foreach ($place in $pipe, $unpacked) {
            $text = $_ -f "'$place'"
            $found = [Management.Automation.CommandCompletion]::CompleteInput($text, $text.Length, $null).CompletionMatches.CompletionText
            $found | Where-Object { $_ -match 'numbers|cali|10\.|minikube' } | Should -BeNullOrEmpty
        }
    }

    It 'still offers the files' {
        Get-Completion "Get-KubeServiceChain -Snapshot $folder/no" | Should -Be $pipe
    }
}

Describe 'Completion of names under /run/netns (skipped where none can be made)' -Skip:(-not $IsLinux -or -not [Environment]::IsPrivilegedProcess -or -not (Get-Command ip -CommandType Application -ErrorAction Ignore)) {
    BeforeAll {
        $name = "np-manners-$PID"
        ip netns add $name
    }

    AfterAll {
        ip netns delete $name
    }

    It 'offers them to Get-NodeSnapshot -NetworkNamespace' {
        Get-Completion "Get-NodeSnapshot -NetworkNamespace $($name.Substring(0, 8))" | Should -Contain $name
    }
}
